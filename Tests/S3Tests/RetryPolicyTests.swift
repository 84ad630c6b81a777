import Testing

@testable import S3

@Suite("Retry policy")
struct RetryPolicyTests {
    private let patient = Duration.seconds(1000)

    private func delay(
        _ attempt: Int, of maxAttempts: Int = 100, isThrottling: Bool = false, isStaleConnection: Bool = false,
        retryAfter: Duration? = nil, timeLeft: Duration = .seconds(1000), random: Double = 0
    ) throws -> Duration? {
        try RetryPolicy(maxAttempts: maxAttempts).delay(
            afterAttempt: attempt, isThrottling: isThrottling, isStaleConnection: isStaleConnection,
            retryAfter: retryAfter, timeLeft: timeLeft, random: random)
    }

    @Test("Half of a wait is certain, half is chance")
    func jitter() throws {
        #expect(try delay(1, random: 0) == .milliseconds(50))
        #expect(try delay(1, random: 0.5) == .milliseconds(75))
        #expect(try delay(1, random: 1) == .milliseconds(100))
    }

    @Test("Waits double with every attempt, up to 20 seconds")
    func doubling() throws {
        #expect(try (1...4).map { try delay($0, random: 1) } == [100, 200, 400, 800].map { .milliseconds($0) })
        #expect(try delay(8, random: 1) == .milliseconds(12_800))
        for attempt in [9, 10, 64, 99] {
            #expect(try delay(attempt, random: 1) == .seconds(20))
            #expect(try delay(attempt, isThrottling: true, random: 0) == .seconds(10))
        }
    }

    @Test("Throttling waits five times as long")
    func throttling() throws {
        #expect(
            try (1...3).map { try delay($0, isThrottling: true, random: 1) } == [
                .milliseconds(500), .seconds(1), .seconds(2),
            ])
    }

    @Test("After the last attempt it gives up; one attempt is never repeated")
    func attempts() throws {
        #expect(try delay(2, of: 3) != nil)
        #expect(try delay(3, of: 3) == nil)
        #expect(try delay(1, of: 1) == nil)
        #expect(try delay(1, of: 1, isStaleConnection: true) == nil)
        #expect(RetryPolicy.standard.maxAttempts == 3)
    }

    @Test("Only the first attempt on a stale connection is repeated at once")
    func staleConnection() throws {
        #expect(try delay(1, isStaleConnection: true, random: 0.5) == .zero)
        #expect(try delay(2, isStaleConnection: true, random: 0.5) == .milliseconds(150))
    }

    @Test("Retry-After is a lower bound, up to the longest wait")
    func retryAfter() throws {
        #expect(try delay(1, retryAfter: .seconds(3)) == .seconds(3))
        #expect(try delay(1, isStaleConnection: true, retryAfter: .seconds(3)) == .seconds(3))
        #expect(try delay(1, retryAfter: .milliseconds(1), random: 1) == .milliseconds(100))
        #expect(try delay(1, retryAfter: .seconds(3600)) == .seconds(20))
        #expect(try delay(1, retryAfter: .seconds(-5)) == .milliseconds(50))
    }

    @Test("Who has to wait until after the deadline gives up at once, and so does who has no time for the request left")
    func deadline() throws {
        #expect(try delay(1, timeLeft: .milliseconds(150)) == .milliseconds(50))
        #expect(try delay(1, timeLeft: .milliseconds(149)) == nil)
        #expect(try delay(1, isStaleConnection: true, timeLeft: .milliseconds(100)) == .zero)
        #expect(try delay(1, isStaleConnection: true, timeLeft: .zero) == nil)
        #expect(try delay(1, retryAfter: .seconds(3), timeLeft: .seconds(3)) == nil)
        #expect(try delay(1, timeLeft: .seconds(-1)) == nil)
    }

    @Test("Of the errors, exactly the transient ones are worth another attempt", arguments: S3Error.Code.allCases)
    func errors(code: S3Error.Code) {
        let delay = RetryPolicy.standard.delay(after: S3Error(code, ""), attempt: 1, timeLeft: patient, random: 1)
        switch code {
        case .throttled: #expect(delay == .milliseconds(500))
        case .serverError, .timeout, .connectionFailed: #expect(delay == .milliseconds(100))
        default: #expect(delay == nil)
        }
    }

    @Test("What the error says about Retry-After and the connection counts")
    func errorDetails() {
        var error = S3Error(.connectionFailed, "")
        error.isStaleConnection = true
        #expect(RetryPolicy.standard.delay(after: error, attempt: 1, timeLeft: patient, random: 1) == .zero)
        error = S3Error(.throttled, "")
        error.retryAfter = .seconds(2)
        #expect(RetryPolicy.standard.delay(after: error, attempt: 1, timeLeft: patient, random: 1) == .seconds(2))
    }

    @Test("The number of attempts comes from AWS_MAX_ATTEMPTS, the profile, or is three")
    func configured() throws {
        func policy(_ environment: [String: String], config: String = "") throws -> RetryPolicy {
            try S3Configuration(
                environment: Environment(environment.merging(["AWS_REGION": "eu-west-1"]) { $1 }),
                profile: SharedProfile(name: nil, config: "[default]\n" + config, credentials: nil)
            ).retryPolicy
        }
        #expect(try policy(["AWS_MAX_ATTEMPTS": "5"], config: "max_attempts = 2").maxAttempts == 5)
        #expect(try policy([:], config: "max_attempts = 2").maxAttempts == 2)
        #expect(try policy(["AWS_MAX_ATTEMPTS": ""]) == .standard)
        for wrong in ["0", "-1", "many", "2.5", " 3", "99999999999999999999"] {
            #expect { try policy(["AWS_MAX_ATTEMPTS": wrong]) } throws: {
                ($0 as? S3Error)?.code == .invalidConfiguration
            }
        }
    }
}
