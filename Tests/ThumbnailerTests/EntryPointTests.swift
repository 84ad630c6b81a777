import Testing

@testable import Thumbnailer

@Suite("Where a demuxer can begin to read")
struct EntryPointTests {
    /// A packetized elementary stream's header with a presentation timestamp (ISO/IEC 13818-1, 2.4.3.6).
    private func pes(_ timestamp: Int64, streamID: UInt8 = 0xE0) -> [UInt8] {
        [0, 0, 1, streamID, 0, 0, 0x80, 0x80, 5] + coded(timestamp)
    }

    private func coded(_ timestamp: Int64) -> [UInt8] {
        [
            UInt8(0x21 | timestamp >> 29 & 0x0E), UInt8(timestamp >> 22 & 0xFF), UInt8(1 | timestamp >> 14 & 0xFE),
            UInt8(timestamp >> 7 & 0xFF), UInt8(1 | timestamp << 1 & 0xFE),
        ]
    }

    /// One packet of a transport stream, of which `start` is the payload's beginning.
    private func packet(id: Int, start: [UInt8]? = nil, adaptation: Int? = nil) -> [UInt8] {
        var bytes: [UInt8] = [
            0x47, UInt8(id >> 8) | (start == nil ? 0 : 0x40), UInt8(id & 0xFF), adaptation == nil ? 0x10 : 0x30,
        ]
        if let adaptation { bytes += [UInt8(adaptation)] + Array(repeating: 0, count: adaptation) }
        bytes += start ?? []
        return Array((bytes + Array(repeating: 0xAA, count: 188)).prefix(188))
    }

    private func find(_ bytes: [UInt8], _ container: String, id: Int = 0, at offset: Int64 = 0) -> [EntryPoint]? {
        EntryPoint.find(in: bytes, at: offset, of: Container(named: container), streamID: id)
    }

    @Test("Timestamps of 33 bits are read in full", arguments: [0, 1, 0x1_2345_6789, (1 << 33) - 1] as [Int64])
    func timestamps(timestamp: Int64) {
        #expect(PresentationTimestamp.parse(pes(timestamp), at: 0) == timestamp)
        #expect(PresentationTimestamp.parse([9] + pes(timestamp), at: 1) == timestamp)
        // MPEG-1: stuffing, the buffer's size, the timestamp.
        let old: [UInt8] = [0, 0, 1, 0xE0, 0, 0, 0xFF, 0xFF, 0x60, 0x20] + coded(timestamp)
        #expect(PresentationTimestamp.parse(old, at: 0) == timestamp)
    }

    @Test("What is no packet of a video, has no timestamp or is cut has none")
    func noTimestamp() {
        #expect(PresentationTimestamp.parse(pes(5, streamID: 0xC0), at: 0) == nil)
        #expect(PresentationTimestamp.parse([0, 0, 1, 0xE0, 0, 0, 0x80, 0, 0, 1, 2, 3, 4, 5], at: 0) == nil)
        #expect(PresentationTimestamp.parse(Array(pes(5).dropLast()), at: 0) == nil)
        #expect(PresentationTimestamp.parse(pes(5), at: 1) == nil)
    }

    @Test("Transport stream: packets of the video in which a frame begins", arguments: [188, 192, 204])
    func transportStream(size: Int) {
        let packets = [
            packet(id: 0), packet(id: 256, start: pes(900)), packet(id: 256), packet(id: 257, start: pes(7)),
            packet(id: 256, start: pes(4500), adaptation: 20), packet(id: 256, start: pes(1), adaptation: 172),
            packet(id: 0),
        ]
        let (before, after) = size == 192 ? (4, 0) : (0, size - 188)
        var bytes: [UInt8] = [1, 0x47, 3]
        for packet in packets {
            bytes += Array(repeating: 0, count: before) + packet + Array(repeating: 0, count: after)
        }
        let first = Int64(1000 + 3 + before)
        // The last one's timestamp does not fit into its packet.
        #expect(
            find(bytes, "mpegts", id: 256, at: 1000) == [
                EntryPoint(position: first + Int64(size), timestamp: 900),
                EntryPoint(position: first + 4 * Int64(size), timestamp: 4500),
            ])
        #expect(find(Array(bytes.prefix(400)), "mpegts", id: 256) == [])
    }

    @Test("Program stream: packets of the video with a timestamp")
    func programStream() {
        let bytes =
            [0, 0] + pes(100, streamID: 0xC0) + [7, 0, 0] + pes(100) + [8] + pes(200, streamID: 0xE1) + pes(300)
        #expect(
            find(bytes, "mpeg", id: 0x1E0, at: 50) == [
                EntryPoint(position: 50 + 19, timestamp: 100), EntryPoint(position: 50 + 48, timestamp: 300),
            ])
    }

    @Test("Flash Video: tags that are as long as is said after them")
    func flashVideo() {
        func tag(_ type: UInt8, _ time: Int, _ data: [UInt8]) -> [UInt8] {
            [type, 0, 0, UInt8(data.count), UInt8(time >> 16 & 0xFF), UInt8(time >> 8 & 0xFF), UInt8(time & 0xFF)]
                + [UInt8(time >> 24), 0, 0, 0] + data + [0, 0, 0, UInt8(data.count + 11)]
        }
        let rest: [UInt8] = [9, 0, 0, 1, 9, 8, 0, 0, 0, 0, 0, 5]
        let bytes: [UInt8] =
            rest + tag(8, 40, [0xAF, 1, 2]) + tag(9, 0x0102_0304, [0x17, 1, 0, 0, 80, 5])
            + tag(9, 500, [0x27, 1, 0xFF, 0xFF, 0xF6, 5]) + tag(9, 600, [0x22, 1, 2, 3, 4, 5])
        #expect(
            find(bytes + tag(9, 700, [0x27, 1, 0, 0, 0, 5]).dropLast(), "flv", at: 100) == [
                EntryPoint(position: 112), EntryPoint(position: 130, timestamp: 0x0102_0304 + 80),
                EntryPoint(position: 151, timestamp: 490), EntryPoint(position: 172, timestamp: 600),
            ])
    }

    @Test("Matroska: clusters that begin with their timestamp")
    func matroska() {
        let id: [UInt8] = [0x1F, 0x43, 0xB6, 0x75]
        let unknown: [UInt8] = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        let bytes: [UInt8] =
            [5, 6] + id + unknown + [0xE7, 0x82, 1, 2, 0xA3, 0x81, 9] + id + [0x88, 0xA3, 0x81, 0]
            + id + [0x8A, 0xBF, 0x84, 1, 2, 3, 4, 0xE7, 0x81, 77, 0] + id
        #expect(
            find(bytes, "matroska,webm", at: 10) == [
                EntryPoint(position: 12, timestamp: 258), EntryPoint(position: 39, timestamp: 77),
            ])
    }

    @Test("Matroska: where the head says that the cues are")
    func cues() {
        let header: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3, 0x80]
        let segment: [UInt8] = [0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        func seek(_ id: [UInt8], _ position: [UInt8]) -> [UInt8] {
            let fields: [UInt8] =
                [0x53, 0xAB, 0x80 + UInt8(id.count)] + id + [0x53, 0xAC, 0x80 + UInt8(position.count)] + position
            return [0x4D, 0xBB, 0x80 + UInt8(fields.count)] + fields
        }
        let cues: [UInt8] = [0x1C, 0x53, 0xBB, 0x6B]
        let seeks = seek([0x15, 0x49, 0xA9, 0x66], [40]) + seek(cues, [1, 0, 0])
        let head: [UInt8] = [0x11, 0x4D, 0x9B, 0x74, 0x80 + UInt8(seeks.count)] + seeks
        #expect(Matroska.cues(inHead: header + segment + head) == 65_553)
        #expect(Matroska.cues(inHead: header + segment + [0xEC, 0x81, 0] + cues + [0x80]) == 20)
        #expect(Matroska.cues(inHead: header + segment + [0x1F, 0x43, 0xB6, 0x75, 0x80] + head) == nil)
        #expect(Matroska.cues(inHead: header + segment) == nil)
        #expect(Matroska.cues(inHead: [0, 1, 2]) == nil)
        #expect(Matroska.cues(inHead: header + segment + head.dropLast(4)) == nil)
        let absurd = seek(cues, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(
            Matroska.cues(inHead: header + segment + [0x11, 0x4D, 0x9B, 0x74, 0x80 + UInt8(absurd.count)] + absurd)
                == nil)
    }

    @Test("Ogg: pages of content that begin with a packet")
    func ogg() {
        func page(flags: UInt8, granule: UInt8) -> [UInt8] {
            Array("OggS".utf8) + [0, flags, granule] + Array(repeating: 0, count: 20)
        }
        let bytes: [UInt8] =
            [1, 2, 3] + page(flags: 2, granule: 0) + page(flags: 1, granule: 5) + page(flags: 0, granule: 6)
            + page(flags: 0x80, granule: 7)
        #expect(find(bytes, "ogg", at: 7) == [EntryPoint(position: 64)])
    }

    @Test("Elementary streams need none", arguments: ["h264", "hevc", "mpegvideo", "m4v"])
    func elementaryStream(name: String) {
        #expect(find([1, 2, 3], name) == nil)
    }

    @Test("Any bytes are looked at without a trap", arguments: ["mpegts", "mpeg", "flv", "matroska,webm", "ogg"])
    func anything(name: String) {
        var random = SystemRandomNumberGenerator()
        let parts: [[UInt8]] = [
            [0x47], [0, 0, 1, 0xE0], [9, 0, 0, 0], [0x1F, 0x43, 0xB6, 0x75], Array("OggS".utf8), [0xE7], [0xFF],
            [0x11, 0x4D, 0x9B, 0x74], [0x01, 0xFF, 0xFF],
        ]
        for _ in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                bytes += parts.randomElement(using: &random)!
                bytes += (0..<Int.random(in: 0...9, using: &random)).map { _ in .random(in: 0...255, using: &random) }
            }
            let found = find(bytes, name, id: 0x1E0) ?? []
            #expect(found.allSatisfy { 0..<Int64(bytes.count) ~= $0.position })
            let cues = Matroska.cues(inHead: [0x1A, 0x45, 0xDF, 0xA3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xFF] + bytes)
            #expect(cues ?? 1 > 0)
        }
    }
}
