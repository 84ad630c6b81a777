import RangeReader
import S3
import Testing

@testable import Thumbnailer

@Suite("The errors of thumbnails")
struct ThumbnailErrorTests {
    @Test("Each code has a name of its own, that can stand in a metric label")
    func names() {
        let codes: [ThumbnailError.Code] = [
            .notVideo, .noVideoStream, .unsupportedCodec, .unsupportedDolbyVision, .encrypted, .truncated, .corrupt,
            .noFrame, .tooLarge,
            .outOfMemory, .internalError, .source(.noSuchFile), .source(.notFound), .source(.emptyObject),
            .source(.sourceChanged), .source(.rangeNotSupported), .source(.readLimitExceeded),
            .source(.deadlineExceeded), .source(.cancelled), .source(.invalidURL),
        ]
        // An S3 request that was cancelled and a reader that was are the same to whoever reads the log.
        let names = codes.map(\.name) + S3Error.Code.allCases.filter { $0 != .cancelled }.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isLetter } })
        for code in S3Error.Code.allCases { #expect(ThumbnailError.Code.source(.s3(code)).name == code.rawValue) }
    }

    @Test("A source's error keeps its code, its message and whether to try again", arguments: [true, false])
    func sourceErrors(isTransient: Bool) {
        let error = ThumbnailError(SourceError(.sourceChanged, "replaced", isTransient: isTransient))
        #expect(error.code == .source(.sourceChanged))
        #expect(error.message == "replaced")
        #expect(error.isTransient == isTransient)
    }
}
