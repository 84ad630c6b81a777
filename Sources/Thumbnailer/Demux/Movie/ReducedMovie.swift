import RangeReader

/// A movie of a few keyframes, whose boxes are in memory and whose samples are where the object has them.
///
/// For libavformat it is a file like any other, so that it stays the only one that understands codec configurations,
/// display matrices, colours and aspect ratios: those boxes are copied. The tables are written anew.
struct ReducedMovie {
    struct Sample: Equatable {
        /// In bytes of the object.
        var range: Range<Int64>
        /// When it is presented in the original, in units of the stream's time base.
        var time: Int64
    }

    /// The file.
    let file: Splice
    /// What timestamps in the original are above those in this movie, in units of the stream's time base.
    let timestampOffset: Int64
    /// When the wanted sample is presented in this movie, in the same units.
    let wantedTime: Int64

    /// So much libavformat reads before it decides what a file is: as many bytes in memory keep it from waiting for the
    /// sample then.
    private static let probedSize = 2048
    private static let mediaHeaderSize = 16

    /// - Parameters:
    ///   - fileType: The `ftyp` box, or nothing.
    ///   - movieHeader: The `mvhd` box.
    ///   - samples: At least one; those that are not later than the one before are left out, with all after them.
    ///   - wanted: Which of the samples is the wanted one.
    init(
        fileType: [UInt8], movieHeader: [UInt8], track: VideoTrack, samples: [Sample], wanted: Int = 0,
        of base: any RandomAccess
    ) {
        let samples = Self.ascending(samples)
        // Its size does not depend on the offsets in it.
        func boxes(mediaOffset: Int64) -> [UInt8] {
            fileType
                + Self.movie(header: movieHeader, track: track, samples: samples, mediaOffset: mediaOffset)
        }
        let size = boxes(mediaOffset: 0).count
        let padding = max(Self.probedSize - size - Self.mediaHeaderSize - 8, 0)
        let mediaOffset = Int64(size + 8 + padding + Self.mediaHeaderSize)
        var header = BigEndianBytes(boxes(mediaOffset: mediaOffset))
        header.appendBox("free") { $0.append([UInt8](repeating: 0, count: padding)) }
        header.append(UInt32(1))
        header.append(FourCharacterCode("mdat").value)
        header.append(samples.reduce(UInt64(Self.mediaHeaderSize)) { $0 + UInt64($1.range.count) })
        file = Splice([.bytes(header.bytes)] + samples.map { .range($0.range) }, of: base)
        timestampOffset = samples[0].time
        wantedTime = samples[min(wanted, samples.count - 1)].time - samples[0].time
    }

    /// Where a sample is in the object, in bytes.
    ///
    /// - Parameter range: Of the sample in this movie's file.
    func range(of range: Range<Int64>) -> Range<Int64>? {
        guard case .base(let rest) = file.origin(of: range.lowerBound) else { return nil }
        return rest.prefix(range.upperBound - range.lowerBound)
    }

    private static func ascending(_ samples: [Sample]) -> [Sample] {
        var ascending = [samples[0]]
        for sample in samples.dropFirst() {
            let delta = sample.time - ascending[ascending.count - 1].time
            guard delta > 0, delta < Int32.max else { break }
            ascending.append(sample)
        }
        return ascending
    }

    /// The `moov` box. Each sample is a chunk, every one is a keyframe, and the first is decoded and presented at 0.
    private static func movie(
        header: [UInt8], track: VideoTrack, samples: [Sample], mediaOffset: Int64
    ) -> [UInt8] {
        let count = UInt32(samples.count)
        var bytes = BigEndianBytes()
        func appendTable(
            _ type: FourCharacterCode, to bytes: inout BigEndianBytes, _ body: (inout BigEndianBytes) -> Void
        ) {
            bytes.appendBox(type) { box in
                // Version and flags.
                box.append(UInt32(0))
                body(&box)
            }
        }
        bytes.appendBox("moov") { moov in
            moov.append(header)
            moov.appendBox("trak") { trak in
                trak.append(track.header)
                trak.appendBox("mdia") { mdia in
                    mdia.append(track.mediaHeader)
                    mdia.append(track.handler)
                    mdia.appendBox("minf") { minf in
                        minf.append(track.mediaInformation)
                        minf.appendBox("stbl") { stbl in
                            stbl.append(track.description)
                            appendTable("stts", to: &stbl) { stts in
                                stts.append(count)
                                for (sample, next) in zip(samples, samples.dropFirst()) {
                                    stts.append(UInt32(1))
                                    stts.append(UInt32(next.time - sample.time))
                                }
                                stts.append(UInt32(1))
                                stts.append(UInt32(1))
                            }
                            appendTable("stsc", to: &stbl) { stsc in
                                for number: UInt32 in [1, 1, 1, 1] { stsc.append(number) }
                            }
                            appendTable("stsz", to: &stbl) { stsz in
                                stsz.append(UInt32(0))
                                stsz.append(count)
                                for sample in samples { stsz.append(UInt32(sample.range.count)) }
                            }
                            appendTable("co64", to: &stbl) { co64 in
                                co64.append(count)
                                var offset = mediaOffset
                                for sample in samples {
                                    co64.append(UInt64(offset))
                                    offset += Int64(sample.range.count)
                                }
                            }
                        }
                    }
                }
            }
        }
        return bytes.bytes
    }
}
