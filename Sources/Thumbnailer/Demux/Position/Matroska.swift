/// As much of a Matroska or WebM file's structure as is needed to go to a place in it (RFC 9559, RFC 8794).
enum Matroska {
    private enum ID {
        static let header = 0x1A45_DFA3
        static let segment = 0x1853_8067
        static let seekHead = 0x114D_9B74
        static let seek = 0x4DBB
        static let seekID = 0x53AB
        static let seekPosition = 0x53AC
        static let cues = 0x1C53_BB6B
        static let cluster = 0x1F43_B675
        static let timestamp = 0xE7
        static let checksum = 0xBF
        static let void = 0xEC
    }

    /// Where the cues are according to the object's beginning, in bytes of the object; nil when it names none.
    static func cues(inHead bytes: [UInt8]) -> Int64? {
        var elements = EBMLElements(bytes[...])
        guard elements.next()?.id == ID.header, let segment = elements.next(), segment.id == ID.segment else {
            return nil
        }
        var children = EBMLElements(bytes[segment.content.lowerBound...])
        while let child = children.next(), child.id != ID.cluster {
            if child.id == ID.cues { return Int64(child.start) }
            guard child.id == ID.seekHead else { continue }
            var seeks = EBMLElements(bytes[child.content])
            while let seek = seeks.next() {
                guard seek.id == ID.seek else { continue }
                var id: Int64?
                var position: Int64?
                var fields = EBMLElements(bytes[seek.content])
                while let field = fields.next() {
                    if field.id == ID.seekID { id = integer(bytes[field.content]) }
                    if field.id == ID.seekPosition { position = integer(bytes[field.content]) }
                }
                if id == Int64(ID.cues), let position, position > 0 {
                    let (sum, overflow) = position.addingReportingOverflow(Int64(segment.content.lowerBound))
                    if !overflow { return sum }
                }
            }
        }
        return nil
    }

    /// Clusters, with the timestamp that their blocks count from.
    static func clusters(in bytes: [UInt8], at offset: Int64, count: Int) -> [EntryPoint] {
        var points: [EntryPoint] = []
        var index = 0
        while index + 4 <= bytes.count, points.count < count {
            if bytes[index] == 0x1F, bytes[index + 1] == 0x43, bytes[index + 2] == 0xB6, bytes[index + 3] == 0x75,
                let timestamp = timestamp(ofClusterAt: index, bytes)
            {
                points.append(EntryPoint(position: offset + Int64(index), timestamp: timestamp))
                index += 4
            } else {
                index += 1
            }
        }
        return points
    }

    /// Nil when this is no cluster: its timestamp must come first, but for a checksum and padding.
    private static func timestamp(ofClusterAt start: Int, _ bytes: [UInt8]) -> Int64? {
        var elements = EBMLElements(bytes[start...])
        guard let cluster = elements.next() else { return nil }
        var children = EBMLElements(bytes[cluster.content])
        while let child = children.next() {
            if child.id == ID.timestamp { return integer(bytes[child.content]) }
            guard child.id == ID.checksum || child.id == ID.void else { return nil }
        }
        return nil
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> Int64? {
        bytes.count > 8 ? nil : bytes.reduce(0) { $0 << 8 | Int64($1) }
    }
}
