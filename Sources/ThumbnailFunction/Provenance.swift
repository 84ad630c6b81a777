import LambdaEvents
import S3
import Thumbnailer

/// What a thumbnail's metadata says of what it was made from, so that events that come twice or late do no harm.
struct Provenance: Equatable, Sendable {
    /// The video's bucket: the keys of two buckets may lead to one thumbnail.
    var bucket: String
    /// Of the video that was read, without quotation marks.
    var eTag: String?
    var versionID: String?
    /// Of the event that the thumbnail was made for.
    var sequencer: String?
    /// What kind of thumbnail it is.
    var options: String

    private enum Name {
        static let bucket = "source-bucket"
        static let eTag = "source-etag"
        static let versionID = "source-version-id"
        static let sequencer = "source-sequencer"
        static let options = "thumbnail-options"
    }

    init(_ record: S3EventRecord, eTag: String?, options: ThumbnailOptions) {
        bucket = record.bucket
        self.eTag = eTag?.filter { $0 != "\"" }
        versionID = record.versionID
        // S3 gives hexadecimal digits; somebody's own event may hold anything, which then is no header's value.
        sequencer = record.sequencer.flatMap { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? $0 : nil }
        self.options = options.text
    }

    /// Nil for an object that is none of our thumbnails.
    init?(_ metadata: [String: String]) {
        guard let bucket = metadata[Name.bucket], let options = metadata[Name.options] else { return nil }
        self.bucket = bucket
        self.options = options
        eTag = metadata[Name.eTag]
        versionID = metadata[Name.versionID]
        sequencer = metadata[Name.sequencer]
    }

    var metadata: [String: String] {
        let all = [
            Name.bucket: bucket, Name.eTag: eTag, Name.versionID: versionID, Name.sequencer: sequencer,
            Name.options: options,
        ]
        return all.compactMapValues(\.self)
    }

    /// Why there is nothing to do for an event when the thumbnail with this provenance is there; nil when there is.
    ///
    /// - Parameter event: What a thumbnail made for the event would have, with the ETag that the event names.
    func makesNeedless(_ event: Provenance) -> String? {
        guard bucket == event.bucket else { return nil }
        if let sequencer, let other = event.sequencer, Self.isOrdered(other, before: sequencer) {
            return "the thumbnail is of a later event"
        }
        if let eTag, eTag == event.eTag, versionID == event.versionID, options == event.options {
            return "the thumbnail is there"
        }
        return nil
    }

    /// Sequencers are hexadecimal numbers of different lengths.
    static func isOrdered(_ first: String, before second: String) -> Bool {
        let length = max(first.count, second.count)
        func padded(_ text: String) -> String {
            String(repeating: "0", count: length - text.count) + text.lowercased()
        }
        return padded(first) < padded(second)
    }
}

extension ThumbnailOptions {
    /// Differs for options that give different thumbnails.
    fileprivate var text: String {
        let time =
            switch self.time {
            case .seconds(let seconds): "\(seconds) s"
            case .fraction(let fraction): "\(fraction * 100) %"
            }
        let size = "\(width.map(String.init) ?? "-")x\(height.map(String.init) ?? "-")"
        return "\(selection.rawValue) at \(time), \(fit.rawValue) \(size), quality \(quality)"
    }
}
