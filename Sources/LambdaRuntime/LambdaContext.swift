package import FoundationEssentials

/// What Lambda says about an invocation beside its event.
package struct LambdaContext: Sendable, Equatable {
    package var requestID: String
    /// When Lambda ends the function whatever it is doing.
    package var deadline: Date
    /// The X-Ray trace header, to be passed on to other services.
    package var traceID: String?
    package var invokedFunctionARN: String?

    package init(requestID: String, deadline: Date, traceID: String? = nil, invokedFunctionARN: String? = nil) {
        self.requestID = requestID
        self.deadline = deadline
        self.traceID = traceID
        self.invokedFunctionARN = invokedFunctionARN
    }

    /// The time left until the deadline; zero when it is past.
    package func remaining(at now: Date) -> Duration {
        max(.zero, .seconds(deadline.timeIntervalSince(now)))
    }
}
