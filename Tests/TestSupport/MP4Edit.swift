/// Changes to an MP4 file that ffmpeg's versions do differently or not at all.
package enum MP4Edit {
    /// Writes the matrix "turn by 90° clockwise" into the first track header (ISO/IEC 14496-12, 8.3.2).
    static func rotatedBy90Degrees(_ file: [UInt8], height: UInt16) throws -> [UInt8] {
        let one: Int32 = 1 << 16
        // a b u, c d v, x y w: u, v, w are 2.30 fixed point, the others 16.16.
        return try turned(file, displayMatrix: [0, one, 0, -one, 0, 0, Int32(height) << 16, 0, 1 << 30])
    }

    /// Writes a matrix of nine numbers into the first track header.
    package static func turned(_ file: [UInt8], displayMatrix: [Int32]) throws -> [UInt8] {
        var edited = file
        // The matrix comes at byte 48 of the box: after 8 + 4 + 5·4 + 8 + 4·2 bytes.
        edited.overwrite(at: try trackHeader(of: file) + 48, with: displayMatrix.flatMap { $0.bigEndianBytes })
        return edited
    }

    /// Appends a box to the first sample entry, which is of type `entry` (12.1.3). The index must be last, or the offsets
    /// would be wrong.
    package static func adding(_ type: String, _ content: [UInt8], to entry: String, in file: [UInt8]) throws -> [UInt8]
    {
        let new = Int32(8 + content.count).bigEndianBytes + Array(type.utf8) + content
        let movie = try box("moov", in: file).lowerBound
        let description = try box("stsd", in: file, from: movie)
        let sample = try box(entry, in: file, from: description.lowerBound)
        var edited = file
        edited.replaceSubrange(sample.upperBound..<sample.upperBound, with: new)
        for parent in ["moov", "trak", "mdia", "minf", "stbl", "stsd", entry] {
            let range = try box(parent, in: file, from: parent == entry ? description.lowerBound : movie)
            edited.overwrite(at: range.lowerBound, with: Int32(range.count + new.count).bigEndianBytes)
        }
        return edited
    }

    /// Writes another size into the first track header and into its H.264 sample entry (12.1.3); the stream's own
    /// headers stay.
    static func sized(_ file: [UInt8], width: UInt16, height: UInt16) throws -> [UInt8] {
        var edited = file
        let size = [width, height]
        edited.overwrite(
            at: try trackHeader(of: file) + 84, with: size.flatMap { (Int32($0) << 16).bigEndianBytes })
        // After 8 + 8 bytes of every sample entry and 16 of a visual one.
        // (The file type box names the same four letters as a brand.)
        let entry = try box("avc1", in: file, from: try box("stsd", in: file).lowerBound)
        edited.overwrite(at: entry.lowerBound + 32, with: size.flatMap { $0.bigEndianBytes })
        return edited
    }

    /// Gives the first sample entry another type (12.1.3).
    package static func renamingSampleEntry(_ type: String, _ name: String, in file: [UInt8]) throws -> [UInt8] {
        var edited = file
        let entry = try box(type, in: file, from: try box("stsd", in: file).lowerBound)
        edited.overwrite(at: entry.lowerBound + 4, with: Array(name.utf8))
        return edited
    }

    /// The first fragment of a file, from its `moof` to the next one (8.8).
    static func firstFragment(_ file: [UInt8]) throws -> [UInt8] {
        let movie = try box("moof", in: file)
        return Array(file[movie.lowerBound..<(try box("mdat", in: file, from: movie.upperBound)).upperBound])
    }

    /// Overwrites the packets of the first `mdat`, or those in its first `part`.
    static func withNoiseAsMedia(_ file: [UInt8], part: Double = 1) throws -> [UInt8] {
        let all = try box("mdat", in: file).dropFirst(8)
        let media = all.prefix(Int(Double(all.count) * part))
        var edited = file
        edited.overwrite(at: media.lowerBound, with: noise(media.count))
        return edited
    }

    /// Shortens the only entry of the first edit list (8.6.6), whose movie must have a timescale of 1000.
    static func shown(_ file: [UInt8], milliseconds: Int32) throws -> [UInt8] {
        let list = try box("elst", in: file).lowerBound
        guard file[list + 8] == 0, file[list + 15] == 1 else {
            throw TestSupportError("the edit list is not of version 0 with one entry")
        }
        var edited = file
        edited.overwrite(at: list + 16, with: milliseconds.bigEndianBytes)
        return edited
    }

    /// Makes the first `stco` a `co64` (8.7.5). The index must be last, or the offsets would be wrong.
    static func withLongChunkOffsets(_ file: [UInt8]) throws -> [UInt8] {
        let table = try box("stco", in: file)
        let offsets = file[(table.lowerBound + 16)..<table.upperBound]
        var long: [UInt8] = []
        for offset in stride(from: offsets.startIndex, to: offsets.endIndex, by: 4) {
            long += [0, 0, 0, 0] + offsets[offset..<offset + 4]
        }
        var edited = file
        let header = Int32(16 + long.count).bigEndianBytes + Array("co64".utf8)
        let versionAndCount = file[(table.lowerBound + 8)..<(table.lowerBound + 16)]
        edited.replaceSubrange(table, with: header + versionAndCount + long)
        for parent in ["moov", "trak", "mdia", "minf", "stbl"] {
            let range = try box(parent, in: file, from: box("moov", in: file).lowerBound)
            edited.overwrite(at: range.lowerBound, with: Int32(range.count + offsets.count).bigEndianBytes)
        }
        return edited
    }

    /// The same bytes every time (Knuth's MMIX linear congruential generator).
    static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 2026
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    /// Where the first `tkhd` of version 0 begins.
    private static func trackHeader(of file: [UInt8]) throws -> Int {
        let header = try box("tkhd", in: file)
        guard file[header.lowerBound + 8] == 0 else { throw TestSupportError("the track header is not of version 0") }
        return header.lowerBound
    }

    /// The bytes of the first box of a type at or after `offset`, its size and type included.
    private static func box(_ type: String, in file: [UInt8], from offset: Int = 0) throws -> Range<Int> {
        guard let found = file[(offset + 4)...].firstRange(of: Array(type.utf8)) else {
            throw TestSupportError("no \(type) in this MP4")
        }
        let start = found.lowerBound - 4
        let size = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        return start..<start + size
    }
}

extension [UInt8] {
    fileprivate mutating func overwrite(at offset: Int, with bytes: [UInt8]) {
        replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}

extension FixedWidthInteger {
    fileprivate var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
