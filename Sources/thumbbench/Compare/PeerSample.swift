import FoundationEssentials
import Loopback
import Subprocess

/// What one thumbnail by one peer took.
struct PeerSample: Sendable, Encodable {
    /// From 1; peers are compared within a round.
    var round: Int
    var wallMs: Double
    var cpuMs: Double
    var peakResidentBytes: Int64
    var traffic: PeerTraffic
    /// "exit status 0" or the signal.
    var end: String
    /// Of the JPEG, in pixels; nil when there is none.
    var jpegWidth: Int?
    var jpegHeight: Int?
    var jpegBytes: Int?
    /// Why this is not a thumbnail, nil if it is one.
    var failure: String?

    /// - Parameters:
    ///   - lastWords: Lines of its output, for an error message.
    ///   - jpeg: What the peer wrote, nil if nothing.
    ///   - width: What was asked for.
    init(
        round: Int, _ outcome: PeerProcess.Outcome, lastWords: [String], traffic: PeerTraffic, jpeg: [UInt8]?,
        width: Int
    ) {
        self.round = round
        wallMs = outcome.wall.roundedMilliseconds
        cpuMs = outcome.cpu.roundedMilliseconds
        peakResidentBytes = outcome.peakResidentBytes
        self.traffic = traffic
        end = outcome.status.inWords
        let size = jpeg.flatMap(JPEGSize.init)
        jpegWidth = size?.width
        jpegHeight = size?.height
        jpegBytes = jpeg?.count
        if !outcome.status.isSuccess {
            failure = ([end] + lastWords).joined(separator: "; ")
        } else if let size {
            failure = Self.isPlausible(size, width: width) ? nil : "the JPEG has \(size.width)x\(size.height) pixels"
        } else {
            failure = jpeg == nil ? "no file was written" : "what was written is not a whole JPEG"
        }
    }

    /// Whether a peer may have understood the width so: as the longer edge, or not to be reached by enlarging.
    private static func isPlausible(_ size: JPEGSize, width: Int) -> Bool {
        let longer = max(size.width, size.height)
        return size.width <= width && min(size.width, size.height) >= 8 && longer <= 8 * width
    }
}

/// What a peer asked the server for, as the server counted it.
struct PeerTraffic: Sendable, Equatable, Encodable {
    /// GET and HEAD.
    var requests = 0
    /// GETs whose answer the peer let go before its end.
    var abandonedRequests = 0
    /// Bytes of answers that the server's kernel took.
    var bytes: Int64 = 0

    /// - Parameter objectBytes: Size of the object that all records are about.
    init(_ records: [LoopbackS3.Record], objectBytes: Int64) {
        for record in records {
            requests += 1
            bytes += record.bytesSent
            guard record.method == "GET", record.status == 200 || record.status == 206 else { continue }
            let whole = record.status == 206 ? record.range?.clamped(to: 0..<objectBytes).count : nil
            if record.bytesSent < whole.map(Int64.init) ?? objectBytes { abandonedRequests += 1 }
        }
    }
}
