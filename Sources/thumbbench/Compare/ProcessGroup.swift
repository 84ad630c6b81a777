import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A group of processes that anybody may kill at any time, but never another one that has got its number later.
final class ProcessGroup: Sendable {
    private enum State { case waiting, running(leader: pid_t), killed, ended }

    private let state = Mutex(State.waiting)

    /// A group that was killed before it began is killed now.
    func began(leader: pid_t) {
        state.withLock { state in
            if case .killed = state { killGroup(leader) }
            state = .running(leader: leader)
        }
    }

    func kill() {
        state.withLock { state in
            switch state {
            case .waiting: state = .killed
            case .running(let leader): killGroup(leader)
            case .killed, .ended: break
            }
        }
    }

    /// Its last process has been reaped.
    func ended() { state.withLock { $0 = .ended } }
}

/// `kill(2)` under a name that no member shadows.
private func killGroup(_ leader: pid_t) { _ = kill(-leader, SIGKILL) }
