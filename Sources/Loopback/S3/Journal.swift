import Synchronization

/// The records of one server, written by its connections and read by whoever asks.
final class Journal: Sendable {
    /// Names a record for as long as its answer is on its way.
    struct Entry { fileprivate let number: Int }

    private struct State {
        var records: [LoopbackS3.Record] = []
        /// The number of `records[0]`: resetting leaves the entries of older records pointing nowhere.
        var first = 0
        var unfinished = 0
        var idle: Latch<Void>?
    }

    private let state = Mutex(State())

    var records: [LoopbackS3.Record] { state.withLock { $0.records } }

    func reset() {
        state.withLock { state in
            state.first += state.records.count
            state.records = []
        }
    }

    func settledRecords() async throws -> [LoopbackS3.Record] {
        let idle = state.withLock { state -> Latch<Void>? in
            guard state.unfinished > 0 else { return nil }
            if state.idle == nil { state.idle = Latch() }
            return state.idle
        }
        try await idle?.value()
        return records
    }

    func begin(_ record: LoopbackS3.Record) -> Entry {
        state.withLock { state in
            state.records.append(record)
            state.unfinished += 1
            return Entry(number: state.first + state.records.count - 1)
        }
    }

    /// The head of the answer leaves now.
    func answer(_ entry: Entry) {
        update(entry) { $0.firstByte = .now }
    }

    /// Counts a part before it is written, so that no client can hold bytes that are not in its record yet.
    func count(_ bytes: Int64, isLast: Bool, of entry: Entry) {
        update(entry) { record in
            record.bytesSent += bytes
            record.isFinished = isLast
        }
    }

    /// Takes back a part that could not be written after all.
    func retract(_ bytes: Int64, of entry: Entry) {
        update(entry) { $0.bytesSent -= bytes }
    }

    /// Nothing more will happen to a record: the kernel has its last byte, or the client went away.
    func settle(_ entry: Entry) {
        update(entry) { $0.isFinished = true }
        let idle = state.withLock { state -> Latch<Void>? in
            state.unfinished -= 1
            guard state.unfinished == 0 else { return nil }
            defer { state.idle = nil }
            return state.idle
        }
        idle?.resolve(.success(()))
    }

    private func update(_ entry: Entry, _ change: (inout LoopbackS3.Record) -> Void) {
        state.withLock { state in
            let index = entry.number - state.first
            guard index >= 0 else { return }
            change(&state.records[index])
            state.records[index].end = .now
        }
    }
}
