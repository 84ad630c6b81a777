import Synchronization

/// One line on a terminal's standard error that says how far some work is; nothing anywhere else.
///
/// It first shows after a second, so that quick work leaves the terminal alone.
final class ProgressBar: Sendable {
    private struct State {
        var isVisible = false
        var drawn: ContinuousClock.Instant
    }

    private let title: String
    private let start = ContinuousClock.now
    private let isEnabled: Bool
    private let state: Mutex<State>

    init(_ title: String, isEnabled: Bool = Console.isErrorTerminal) {
        self.title = title
        self.isEnabled = isEnabled
        state = Mutex(State(drawn: start))
    }

    /// - Parameter fraction: Of the work that is done, 0 to 1.
    func update(_ fraction: Double, detail: String = "") {
        guard isEnabled else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard now - start > .seconds(1), now - state.drawn > .milliseconds(100) else { return }
            state = State(isVisible: true, drawn: now)
            let line = Self.line(title, fraction: fraction, elapsed: now - start, detail: detail)
            // Back to the line's start, and erase what the last text leaves to the right.
            Console.writeError(Array("\r\(line)\u{1B}[K".utf8))
        }
    }

    /// Takes the line off the terminal.
    func finish() {
        state.withLock { state in
            if state.isVisible { Console.writeError(Array("\r\u{1B}[K".utf8)) }
            state.isVisible = false
        }
    }

    /// At most 79 columns, so that it stays one line on the narrowest of terminals.
    static func line(_ title: String, fraction: Double, elapsed: Duration, detail: String) -> String {
        let width = 24
        let fraction = min(max(fraction, 0), 1)
        let filled = Int((fraction * Double(width)).rounded(.down))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        let percent = "\(Int(fraction * 100))%"
        return String(
            "\(title) [\(bar)] \(percent) \(timeLeft(fraction: fraction, elapsed: elapsed))\(detail)".prefix(79))
    }

    /// "1:05 left ", if the rest goes on as the work did so far; nothing as long as too little is known.
    private static func timeLeft(fraction: Double, elapsed: Duration) -> String {
        guard fraction >= 0.02, fraction < 1 else { return "" }
        let seconds = Int((elapsed * ((1 - fraction) / fraction) / .seconds(1)).rounded(.up))
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60) left "
    }
}
