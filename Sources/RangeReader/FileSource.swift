package import NIOCore
import NIOPosix
package import S3
import SystemPackage

/// A file on this machine.
package struct FileSource: Source {
    private let path: String

    /// - Parameter path: Of a regular file; it is opened anew for each request, so that nothing stays open.
    package init(path: String) { self.path = path }

    package func fetch(
        _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
    ) async throws(SourceError) -> SourceResponse {
        do {
            return try await NIOThreadPool.singleton.runIfActive { try read(range) }
        } catch let error as SourceError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw SourceError(.noSuchFile, "\(path): \(error)")
        }
    }

    private func read(_ range: RequestedRange) throws -> SourceResponse {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        let size = try file.seek(offset: 0, from: .end)
        if size == 0 { throw SourceError.emptyObject }
        guard let part = range.satisfied(objectSize: size) else {
            throw SourceError(.s3(.rangeNotSatisfiable), "the file has \(size) bytes")
        }
        var bytes = ByteBuffer()
        while bytes.readableBytes < part.count {
            let count = part.count - bytes.readableBytes
            let offset = part.lowerBound + Int64(bytes.readableBytes)
            let got = try bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: count) {
                try file.read(fromAbsoluteOffset: offset, into: UnsafeMutableRawBufferPointer(rebasing: $0[..<count]))
            }
            if got == 0 { break }
        }
        return SourceResponse(range: part, objectSize: size, eTag: nil, body: SourceBody(bytes))
    }
}
