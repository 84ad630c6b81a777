import RangeReader
import S3
import Testing

@Suite("Names of source errors")
struct SourceErrorTests {
    /// Log queries and alarms group by these names: none may change or be given twice.
    private static let own: KeyValuePairs<SourceError.Code, String> = [
        .noSuchFile: "noSuchFile", .notFound: "notFound", .emptyObject: "emptyObject", .sourceChanged: "sourceChanged",
        .rangeNotSupported: "rangeNotSupported", .readLimitExceeded: "readLimitExceeded",
        .deadlineExceeded: "deadlineExceeded", .cancelled: "cancelled", .declined: "declined",
        .invalidURL: "invalidURL",
    ]

    @Test("They are fixed")
    func fixed() {
        for (code, name) in Self.own { #expect(code.name == name) }
        #expect(
            S3Error.Code.allCases.map { SourceError(S3Error($0, "")).code.name } == [
                "noCredentials", "invalidCredentials", "expiredCredentials", "accessDenied", "noSuchBucket",
                "noSuchKey", "sourceChanged", "rangeNotSatisfiable", "clockSkew", "throttled", "serverError",
                "timeout", "connectionFailed", "cancelled", "wrongRegion", "invalidResponse",
                "invalidConfiguration", "badRequest",
            ])
    }

    @Test("No two errors share one")
    func unique() {
        let fromS3 = S3Error.Code.allCases.map { SourceError(S3Error($0, "")).code }
        let codes = Self.own.map(\.key) + fromS3.filter { if case .s3 = $0 { true } else { false } }
        #expect(Set(codes.map(\.name)).count == codes.count)
    }

    @Test("S3's errors keep their message and whether a retry may help", arguments: S3Error.Code.allCases)
    func s3(code: S3Error.Code) {
        let error = SourceError(S3Error(code, "what S3 said"))
        switch code {
        case .preconditionFailed:
            #expect(error.code == .sourceChanged)
            #expect(error.isTransient)
        case .cancelled:
            #expect(error.code == .cancelled)
            #expect(error.isTransient)
        default:
            #expect(error.code == .s3(code))
            #expect(error.isTransient == code.isTransient)
            #expect(error.message == "what S3 said")
        }
    }
}
