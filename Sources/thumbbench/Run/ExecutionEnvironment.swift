import FoundationEssentials
import Loopback
import Subprocess

/// Where a function runs: Lambda makes one of these for each cold start and keeps it for the warm invocations.
struct ExecutionEnvironment: Sendable {
    let function: FunctionBinary
    let tier: MemoryTier
    let enforcement: TierEnforcement
    let s3: LoopbackS3
    /// The function's own environment variables.
    let settings: [String: String]
    /// For the init phase, and for each invocation.
    let timeout: Duration

    private typealias Failure = (setback: Verdict.Setback, phase: Verdict.Phase)

    /// What is known of one environment while it runs.
    private struct Course {
        var record = EnvironmentRecord()
        /// Of each invocation in the record.
        var requestIDs: [String] = []
        /// Before the process was ended.
        var usage: CgroupUsage?
    }

    /// Starts a process in the tier, sends it the same event time after time, and kills it.
    ///
    /// It ends early when an answer fails to come; the record's verdict says why. It also ends early when the task is
    /// cancelled: with what was measured until then, or CancellationError if that is nothing. Otherwise it throws only
    /// what is not the function's fault: the host's refusals.
    /// - Parameter progress: Called after each answer.
    func run(
        _ event: [UInt8], load: InvocationLoad, progress: () -> Void
    ) async throws -> EnvironmentRecord {
        let api = try await LoopbackRuntimeAPI.start()
        return try await withCleanup {
            var cgroup = try enforcement.makeCgroup(tier: tier)
            return try await withCleanup {
                try await run(event, load: load, api: api, cgroup: &cgroup, progress: progress)
            } cleanup: {
                await cgroup.remove()
            }
        } cleanup: {
            try? await api.shutdown()
        }
    }

    /// Invokes the function once without limits and without a record.
    ///
    /// Afterwards the kernel has the function and its libraries in memory, and the video's bytes. Reading them from disk
    /// would be measured as the function's own time. Lambda's own fetching of a function's image comes before the init
    /// phase, and is not shown here at all.
    func rehearse(_ event: [UInt8]) async throws {
        let unlimited = ExecutionEnvironment(
            function: function, tier: tier, enforcement: .none(reasons: []), s3: s3, settings: settings,
            timeout: timeout)
        _ = try await unlimited.run(event, load: .coldOnly) {}
    }

    private func run(
        _ event: [UInt8], load: InvocationLoad, api: LoopbackRuntimeAPI, cgroup: inout Cgroup, progress: () -> Void
    ) async throws -> EnvironmentRecord {
        var course = Course()
        let log = FunctionLog()
        var ended: (failure: Failure?, status: TerminationStatus)?
        do {
            ended = try await follow(
                event, load: load, api: api, cgroup: &cgroup, log: log, into: &course, progress: progress)
        } catch  where Task.isCancelled && !course.record.invocations.isEmpty {}

        var record = course.record
        // A scope of systemd's is gone by now; a cgroup of ours also tells what the process did in its last moment.
        let usage = cgroup.usage() ?? course.usage
        let thumbnails = log.thumbnails
        for (index, requestID) in course.requestIDs.enumerated() {
            guard let timings = thumbnails[requestID] else { continue }
            record.invocations[index].stages = StageTimes(
                timings, durationMs: record.invocations[index].durationMs)
        }
        record.peakCgroupBytes = usage?.peakMemoryBytes
        if let ended, let failure = ended.failure {
            record.verdict = Verdict(
                failure.setback, during: failure.phase, status: ended.status, usage: usage,
                lastWords: log.lastLines(5))
        }
        return record
    }

    /// The process's life, from its start to its end.
    private func follow(
        _ event: [UInt8], load: InvocationLoad, api: LoopbackRuntimeAPI, cgroup: inout Cgroup, log: FunctionLog,
        into course: inout Course, progress: () -> Void
    ) async throws -> (Failure?, TerminationStatus) {
        let variables = LambdaEnvironment(
            tier: tier, runtimeAPI: api.address, s3Endpoint: s3.endpoint, taskRoot: function.directory,
            settings: settings
        ).variables

        return try await FunctionProcess.run(
            function.path, launcher: cgroup.launcher, environment: variables, directory: function.directory, log: log
        ) { process -> Failure? in
            try await process.waitUntilReady()
            try cgroup.admit(process.identifier)
            let started = try await process.exec()
            if let setback = try await awaitInit(of: process, api: api, since: started, into: &course) {
                return (setback, .initialization)
            }
            func invoke(isSample: Bool) async throws -> Failure? {
                let setback = try await self.invoke(
                    process, event, api: api, cgroup: cgroup, isSample: isSample, into: &course)
                progress()
                return setback.map { ($0, .invocation) }
            }
            if let failure = try await invoke(isSample: true) { return failure }
            for _ in 0..<load.warmup {
                if let failure = try await invoke(isSample: false) { return failure }
            }
            let (begin, before) = (ContinuousClock.now, course.record.invocations.count)
            while load.goesOn(after: course.record.invocations.count - before, elapsed: .now - begin) {
                if let failure = try await invoke(isSample: true) { return failure }
            }
            course.usage = cgroup.usage()
            return nil
        }
    }

    private func awaitInit(
        of process: FunctionProcess, api: LoopbackRuntimeAPI, since started: ContinuousClock.Instant,
        into course: inout Course
    ) async throws -> Verdict.Setback? {
        do {
            switch try await process.outcome(of: { try await api.firstNext() }, within: timeout) {
            case .value(let firstNext):
                course.record.initMs = (firstNext - started).milliseconds
                return nil
            case .processEnded: return .processEnded
            case .timedOut: return .timedOut(after: timeout)
            }
        } catch let error as LoopbackRuntimeAPI.InitError {
            return .initError(type: error.type, body: error.body)
        }
    }

    private func invoke(
        _ process: FunctionProcess, _ event: [UInt8], api: LoopbackRuntimeAPI, cgroup: Cgroup, isSample: Bool,
        into course: inout Course
    ) async throws -> Verdict.Setback? {
        s3.resetRecords()
        let throttledBefore = cgroup.usage()?.throttled
        let deadline = Date.now + timeout / .seconds(1)
        let outcome = try await process.outcome(
            of: { try await api.invoke(event, deadline: deadline) }, within: timeout)
        let invocation: LoopbackRuntimeAPI.Invocation
        switch outcome {
        case .value(let value): invocation = value
        case .processEnded: return .processEnded
        case .timedOut: return .timedOut(after: timeout)
        }
        if case .error(let type, let body) = invocation.outcome { return .functionError(type: type, body: body) }

        let peak = PeakMemory.resident(ofProcess: process.identifier)
        let records = try await settledRecords(process)
        var sample = InvocationSample(
            durationMs: (invocation.answered - invocation.sent).milliseconds, peakResidentBytes: peak,
            traffic: Traffic(records), requests: records.map { RequestSample($0, since: invocation.sent) })
        if let throttledBefore, let throttled = cgroup.usage()?.throttled {
            sample.throttledMs = (throttled - throttledBefore).milliseconds
        }
        guard isSample else { return nil }
        course.record.invocations.append(sample)
        course.requestIDs.append(invocation.requestID)
        return nil
    }

    /// What the function has had from S3, once the server knows that all of it has ended. A function that leaves an
    /// answer unread for its next invocation must not hold everything up.
    private func settledRecords(_ process: FunctionProcess) async throws -> [LoopbackS3.Record] {
        let s3 = s3
        let outcome = try await process.outcome(of: { try await s3.settledRecords() }, within: .seconds(1))
        return if case .value(let records) = outcome { records } else { s3.records }
    }
}
