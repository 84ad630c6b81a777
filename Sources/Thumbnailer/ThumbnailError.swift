package import RangeReader

/// Why there is no thumbnail.
package struct ThumbnailError: Error, Sendable {
    package enum Code: Sendable, Equatable {
        /// The bytes could not be read.
        case source(SourceError.Code)
        /// The object is no video or audio file of a kind that we open.
        case notVideo
        /// There is no video in it: audio alone, or audio with cover art.
        case noVideoStream
        /// No decoder for the video's codec.
        case unsupportedCodec
        /// Dolby Vision without a base layer that anything else can show.
        case unsupportedDolbyVision
        /// The video is encrypted.
        case encrypted
        /// The object ends before its index or its first keyframe.
        case truncated
        /// The container or the video is damaged.
        case corrupt
        /// The video holds no frame that can be decoded.
        case noFrame
        /// More pixels than we decode.
        case tooLarge
        /// Memory ran out.
        case outOfMemory
        /// A library failed for a reason of its own.
        case internalError

        /// Fixed, bounded name for logs, metric labels and answers.
        package var name: String {
            switch self {
            case .source(let code): code.name
            case .notVideo: "notVideo"
            case .noVideoStream: "noVideoStream"
            case .unsupportedCodec: "unsupportedCodec"
            case .unsupportedDolbyVision: "unsupportedDolbyVision"
            case .encrypted: "encrypted"
            case .truncated: "truncated"
            case .corrupt: "corrupt"
            case .noFrame: "noFrame"
            case .tooLarge: "tooLarge"
            case .outOfMemory: "outOfMemory"
            case .internalError: "internalError"
            }
        }
    }

    package var code: Code
    package var message: String
    /// Whether the same work may succeed later.
    package var isTransient: Bool

    package init(_ code: Code, _ message: String, isTransient: Bool = false) {
        self.code = code
        self.message = message
        self.isTransient = isTransient
    }

    package init(_ error: SourceError) {
        self.init(.source(error.code), error.message, isTransient: error.isTransient)
    }
}
