import CFFmpeg

/// What a function of libav answered instead of doing its work.
struct AVError: Error, Equatable {
    /// A negative number, one of `AVERROR(…)`.
    var code: CInt
    /// The function's name.
    var function: String

    /// Passes a count or zero through, throws what is negative.
    @discardableResult
    static func check(_ result: CInt, _ function: String) throws(AVError) -> CInt {
        guard result >= 0 else { throw AVError(code: result, function: function) }
        return result
    }

    var message: String {
        var text = [CChar](repeating: 0, count: 128)
        unsafe av_strerror(code, &text, text.count)
        return unsafe "\(function): \(text.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) })"
    }

    var isEndOfFile: Bool { code == CFFMPEG_ERROR_EOF }
}
