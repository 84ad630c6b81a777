import Foundation

/// Lets a few processes run at a time. All tests start at once, and hundreds of ffmpeg's at once would keep servers and
/// functions waiting for longer than their own time limits.
actor ProcessSlots {
    static let shared = ProcessSlots(count: 2 * ProcessInfo.processInfo.activeProcessorCount)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Hands the slot to whoever waits longest.
    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
