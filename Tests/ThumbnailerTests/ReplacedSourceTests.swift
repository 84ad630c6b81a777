import NIOCore
import RangeReader
import S3
import Synchronization
import TestSupport
import Testing
import Thumbnailer

@Suite("A source that is replaced while it is read")
struct ReplacedSourceTests {
    /// A file that becomes another version of itself before each of some requests.
    private final class ReplacedSource: Source {
        private struct State {
            var version = 1
            var requests = 0
        }

        private let base: FileSource
        private let replacements: Set<Int>
        private let state = Mutex(State())

        /// - Parameter replacements: The numbers of these requests, from 1.
        init(path: String, replacedBefore replacements: Set<Int>) {
            base = FileSource(path: path)
            self.replacements = replacements
        }

        func fetch(
            _ range: RequestedRange, ifMatch eTag: String?, deadline: NIODeadline
        ) async throws(SourceError) -> SourceResponse {
            let version = state.withLock { state in
                state.requests += 1
                if replacements.contains(state.requests) { state.version += 1 }
                return "v\(state.version)"
            }
            if let eTag, eTag != version { throw SourceError(S3Error(.preconditionFailed, "")) }
            var response = try await base.fetch(range, ifMatch: nil, deadline: deadline)
            response.eTag = version
            return response
        }
    }

    private func thumbnail(replacedBefore replacements: Set<Int>) async throws -> Thumbnailer.Result {
        let path = try await Fixtures.path(.mp4Noise)
        // Head, tail and keyframe: three requests if nothing happens.
        return await Thumbnailer(options: ThumbnailOptions(time: .seconds(1)))
            .thumbnail(of: ReplacedSource(path: path, replacedBefore: replacements))
    }

    @Test("The work begins anew, and all bytes are of the second version")
    func once() async throws {
        let undisturbed = try await thumbnail(replacedBefore: [])
        #expect(undisturbed.trace.requests.count == 3)
        #expect(undisturbed.eTag == "v1")
        let result = try await thumbnail(replacedBefore: [3])
        #expect(try result.thumbnail.get().jpeg == undisturbed.thumbnail.get().jpeg)
        #expect(result.eTag == "v2")
        #expect(result.trace.requests.map(\.reason) == [.head, .tail, .keyframe, .head, .tail, .keyframe])
        #expect(result.trace.requests.map(\.error) == [nil, nil, .sourceChanged, nil, nil, nil])
        #expect(result.trace.rounds == 4)
    }

    @Test("Once, and not for ever: the error says that trying again may help")
    func twice() async throws {
        let result = try await thumbnail(replacedBefore: [3, 6])
        let error = #expect(throws: ThumbnailError.self) { try result.thumbnail.get() }
        #expect(error?.code == .source(.sourceChanged))
        #expect(error?.isTransient == true)
        #expect(result.trace.requests.count == 6)
    }
}
