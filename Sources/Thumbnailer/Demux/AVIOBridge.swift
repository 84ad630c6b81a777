import CFFmpeg
import RangeReader

/// Lets libavformat read through a ``RandomAccess``.
///
/// Owns the AVIOContext and must outlive every format context that uses it. An error of the reader is kept in ``error``:
/// libavformat only sees that reading failed, and may then call it anything.
@safe final class AVIOBridge {
    /// libavformat parses an index through this buffer; larger packets are read around it.
    private static let bufferSize = 32 << 10

    private let reader: any RandomAccess
    private var position: Int64 = 0
    private(set) var error: SourceError?
    /// The object seems to end here, in bytes; nil for where it ends. With this, looking for something in the bytes that are
    /// there does not ask for more.
    var end: Int64? { didSet { reachedEnd = false } }
    /// Something was read up to ``end``, and more was wanted.
    private(set) var reachedEnd = false
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    init(reader: any RandomAccess) throws(AVError) {
        self.reader = reader
        let buffer = unsafe av_malloc(Self.bufferSize)?.assumingMemoryBound(to: UInt8.self)
        unsafe context = unsafe avio_alloc_context(
            buffer, CInt(Self.bufferSize), 0, Unmanaged.passUnretained(self).toOpaque(),
            { opaque, out, count in unsafe AVIOBridge.of(opaque).read(into: out!, count: count) },
            nil,
            { opaque, offset, whence in unsafe AVIOBridge.of(opaque).seek(to: offset, whence: whence) })
        guard unsafe context != nil else {
            unsafe av_free(buffer)
            throw AVError(code: CFFMPEG_ERROR_NO_MEMORY, function: "avio_alloc_context")
        }
    }

    deinit {
        // libavformat may have replaced the buffer; the context knows the present one.
        if let context = unsafe context { unsafe av_free(context.pointee.buffer) }
        unsafe avio_context_free(&context)
    }

    private static func of(_ opaque: UnsafeMutableRawPointer?) -> AVIOBridge {
        unsafe Unmanaged<AVIOBridge>.fromOpaque(opaque!).takeUnretainedValue()
    }

    private func read(into out: UnsafeMutablePointer<UInt8>, count: CInt) -> CInt {
        guard error == nil else { return CFFMPEG_ERROR_EXIT }
        let room = min(end.map { $0 - position } ?? .max, Int64(count))
        if room <= 0 {
            reachedEnd = true
            return CFFMPEG_ERROR_EOF
        }
        do throws(SourceError) {
            let given = try reader.read(at: position, upTo: Int(room)) { bytes in
                unsafe bytes.withUnsafeBytes {
                    unsafe UnsafeMutableRawPointer(out).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
                }
            }
            position += Int64(given)
            return given == 0 ? CFFMPEG_ERROR_EOF : CInt(given)
        } catch {
            self.error = error
            return CFFMPEG_ERROR_EXIT
        }
    }

    private func seek(to offset: Int64, whence: CInt) -> Int64 {
        do throws(SourceError) {
            let size = try reader.size()
            switch whence & ~AVSEEK_FORCE {
            case AVSEEK_SIZE: return size
            case SEEK_SET: position = offset
            case SEEK_CUR: position += offset
            case SEEK_END: position = size + offset
            default: return Int64(CFFMPEG_ERROR_INVALID_ARGUMENT)
            }
            return position
        } catch {
            self.error = error
            return Int64(CFFMPEG_ERROR_EXIT)
        }
    }
}
