@testable import Thumbnailer

/// Makes of a clear WebM file one with an encrypted track (WebM Encryption, RFC 9559 ContentEncryption).
struct EncryptedWebM {
    /// Of the file, without its index: that would lead to where things were.
    private(set) var bytes: [UInt8] = []
    private var frames = 0
    private let file: [UInt8]
    /// How many frames at the beginning stay clear.
    private let clearLead: Int

    init(_ file: [UInt8], clearLead: Int = 0) {
        self.file = file
        self.clearLead = clearLead
        bytes = children(of: file.indices).flatMap { $0 }
    }

    private mutating func children(of range: Range<Int>) -> [[UInt8]] {
        var elements = EBMLElements(file[range])
        var children: [[UInt8]] = []
        while let element = elements.next() { children.append(edited(element)) }
        return children
    }

    private mutating func edited(_ element: EBMLElements.Element) -> [UInt8] {
        let content = Array(file[element.content])
        switch element.id {
        case 0x1853_8067, 0x1654_AE6B, 0x1F43_B675:  // Segment, Tracks, Cluster
            return Self.element(element.id, children(of: element.content).flatMap { $0 })
        case 0xAE: return Self.element(element.id, content + Self.encodings)  // TrackEntry
        case 0xA3:  // SimpleBlock: the track's number, two bytes of time and one of flags come first.
            frames += 1
            let (head, frame) = (Array(content.prefix(4)), Array(content.dropFirst(4)))
            if frames <= clearLead { return Self.element(element.id, head + [0] + frame) }
            let vector: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
            return Self.element(element.id, head + [1] + vector + frame.map { $0 ^ 0xA5 })
        case 0x114D_9B74, 0x1C53_BB6B: return []  // SeekHead, Cues
        default: return Array(file[element.start..<element.content.upperBound])
        }
    }

    private static let encodings = element(
        0x6D80,  // ContentEncodings
        element(
            0x6240,  // ContentEncoding, of type 1: encryption
            element(0x5033, [1])
                + element(0x5035, element(0x47E1, [5]) + element(0x47E2, Array(repeating: 0xAB, count: 16)))))

    private static func element(_ id: Int, _ content: [UInt8]) -> [UInt8] {
        let name: [UInt8] = (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }.filter { $0 != 0 }
        let size: [UInt8] = (0..<7).map { UInt8(truncatingIfNeeded: content.count >> (48 - 8 * $0)) }
        return name + [1] + size + content
    }
}
