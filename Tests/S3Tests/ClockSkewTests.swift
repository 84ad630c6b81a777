import FoundationEssentials
import Testing

@testable import S3

@Suite("Clock skew")
struct ClockSkewTests {
    private let local = Date(timeIntervalSince1970: 1_800_000_000)

    private func error(_ code: S3Error.Code, status: Int = 403, serverDate: Date?) -> S3Error {
        var error = S3Error(code, "", httpStatus: status)
        error.serverDate = serverDate
        return error
    }

    @Test("S3's date is taken over when it refuses ours", arguments: [-3600.0, 86_400])
    func learns(offset: Double) {
        var skew = ClockSkew()
        let refusal = error(.clockSkew, serverDate: local + offset)
        let isReason = skew.learn(from: refusal, hasBody: true, signed: local - 1, at: local)
        #expect(isReason)
        #expect(skew.offset == offset)
    }

    @Test("A refused HEAD says no more than its date; from five minutes on that is a reason", arguments: [-1.0, 1])
    func head(sign: Double) {
        var skew = ClockSkew()
        let near = error(.accessDenied, serverDate: local + sign * 300)
        var isReason = skew.learn(from: near, hasBody: false, signed: local, at: local)
        #expect(!isReason)
        #expect(skew.offset == 0)
        let far = error(.accessDenied, serverDate: local + sign * 301)
        isReason = skew.learn(from: far, hasBody: true, signed: local, at: local)
        #expect(!isReason)
        isReason = skew.learn(
            from: error(.noSuchKey, status: 404, serverDate: local + sign * 301), hasBody: false, signed: local,
            at: local)
        #expect(!isReason)
        isReason = skew.learn(from: error(.accessDenied, serverDate: nil), hasBody: false, signed: local, at: local)
        #expect(!isReason)
        #expect(skew.offset == 0)
        isReason = skew.learn(from: far, hasBody: false, signed: local, at: local)
        #expect(isReason)
        #expect(skew.offset == sign * 301)
    }

    @Test("A function that was frozen between signing and sending keeps its clock, and signs again")
    func frozen() {
        var skew = ClockSkew()
        for (code, hasBody) in [(S3Error.Code.clockSkew, true), (.accessDenied, false)] {
            let refusal = error(code, serverDate: local + 1)
            let isReason = skew.learn(from: refusal, hasBody: hasBody, signed: local - 3600, at: local)
            #expect(isReason)
            #expect(skew.offset == 0)
        }
    }

    @Test("Requests that were signed together learn the same, one after the other")
    func together() {
        var skew = ClockSkew()
        for seconds in [0.0, 1] {
            let refusal = error(.accessDenied, serverDate: local + 3600 + seconds)
            let isReason = skew.learn(from: refusal, hasBody: false, signed: local, at: local + seconds)
            #expect(isReason)
        }
        #expect(skew.offset == 3600)
    }

    @Test("Without S3's date there is nothing to learn, but a fresh signature is worth a try")
    func noDate() {
        var skew = ClockSkew()
        let isReason = skew.learn(from: error(.clockSkew, serverDate: nil), hasBody: true, signed: local, at: local)
        #expect(isReason)
        #expect(skew.offset == 0)
    }
}
