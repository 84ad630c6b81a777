import Loopback
import TestSupport

/// Damage to a file, the same for the same seed.
struct Mutation {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// One to three changes, half of them where containers keep their structure: at both ends.
    mutating func apply(to bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where bytes.count > 64 { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            for _ in 0..<Int.random(in: 1...32, using: &random) { bytes[place(in: bytes, 1)] ^= 1 << bit() }
        case 1:
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[place(in: bytes, 1)] = UInt8.random(in: 0...255, using: &random)
            }
        case 2:
            // Lengths, counts, offsets and times.
            let numbers: [UInt64] = [
                0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF,
                0x8000_0000_0000_0000, .max, UInt64(bytes.count),
            ]
            let number = numbers.randomElement(using: &random)!
            let width = [1, 2, 4, 4, 4, 8].randomElement(using: &random)!
            let start = place(in: bytes, width)
            for index in 0..<width {
                bytes[start + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (width - 1 - index)))
            }
        case 3: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random) / 2)
        case 4:
            let start = place(in: bytes, 1)
            bytes.removeSubrange(start..<min(start + Int.random(in: 1...4096, using: &random), bytes.count))
        case 5:
            let count = Int.random(in: 1...min(4096, bytes.count / 2), using: &random)
            let (from, to) = (place(in: bytes, count), place(in: bytes, count))
            bytes.replaceSubrange(to..<to + count, with: Array(bytes[from..<from + count]))
        default:
            let count = Int.random(in: 1...min(512, bytes.count / 2), using: &random)
            let from = place(in: bytes, count)
            bytes.insert(contentsOf: Array(bytes[from..<from + count]), at: place(in: bytes, 1))
        }
    }

    private mutating func bit() -> Int { Int.random(in: 0..<8, using: &random) }

    private mutating func place(in bytes: [UInt8], _ count: Int) -> Int {
        let last = bytes.count - count
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: Int.random(in: 0...min(2048, last), using: &random)
        case 1: Int.random(in: max(last - 6144, 0)...last, using: &random)
        default: Int.random(in: 0...last, using: &random)
        }
    }
}
