/// A finished thumbnail and what was learned on the way.
package struct Thumbnail: Sendable {
    package var jpeg: [UInt8]
    /// Of the JPEG, in pixels.
    package var width: Int
    package var height: Int
    /// Presentation timestamp of the frame, in seconds on the stream's own clock.
    package var time: Double
    /// Whether the frame is a keyframe.
    package var isKeyframe: Bool
    package var index: IndexUse
    package var source: SourceVideo
    package var timings: StageTimings
}

/// How the frame was found.
package enum IndexUse: Sendable, Equatable {
    /// By the entries of one keyframe in an MP4 file's sample tables.
    case sampleTables
    /// By libavformat, which reads all of the container's index. For an MP4 file, the name of what is unusual about it;
    /// nil when its sample tables were not looked at.
    case whole(because: String?)
}

/// What the thumbnail was made from.
package struct SourceVideo: Sendable, Equatable {
    /// libavformat's name of the container, "mov,mp4,m4a,3gp,3g2,mj2" for example.
    package var container: String
    /// libavcodec's name of the codec, "h264" for example.
    package var videoCodec: String
    /// libavutil's name of the decoded frame's pixel format, "yuv420p" for example.
    package var pixelFormat: String
    /// Size of the decoded frame in pixels, before sample aspect ratio and rotation.
    package var width: Int
    package var height: Int
    package var orientation: Orientation
    /// Width to height of one pixel.
    package var sampleAspectRatio: Ratio
}

/// Wall-clock time of each stage of one thumbnail.
package struct StageTimings: Sendable, Equatable {
    /// Until the container's header is parsed, waiting for its bytes included.
    package var open = Duration.zero
    /// Until the demuxer stands before the chosen keyframe.
    package var seek = Duration.zero
    /// Until the keyframe's packet is in memory.
    package var read = Duration.zero
    package var decode = Duration.zero
    /// Scaling, colour conversion and rotation.
    package var scale = Duration.zero
    package var encode = Duration.zero
    package var total = Duration.zero

    package init() {}
}
