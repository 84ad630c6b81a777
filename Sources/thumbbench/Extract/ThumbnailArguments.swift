import ArgumentParser
import Thumbnailer

/// The options that say what a thumbnail shall look like.
struct ThumbnailArguments: ParsableArguments {
    @Option(help: "The picture fits into this width in pixels; it is never enlarged. (default: 480 without --height)")
    var width: Int?

    @Option(help: "The picture fits into this height in pixels; it is never enlarged.")
    var height: Int?

    @Option(
        help: ArgumentHelp(
            """
            'inside' shows all of the picture; 'cover' fills width and height with its middle and cuts off the rest. Of \
            one side alone, 'cover' makes a square.
            """,
            valueName: "inside|cover"))
    var fit = ThumbnailOptions.Fit.inside

    @Option(help: "The moment to show: seconds, HH:MM:SS, a percentage such as 10%, or 'middle'.")
    var at: WantedTime = ThumbnailOptions.defaultTime

    @Option(help: "The keyframe at or before that moment, or near it a 'smart' choice of one that shows something.")
    var select: FrameSelection = .keyframe

    @Option(help: "JPEG quality, 1 to 100.")
    var quality: Int = ThumbnailOptions.defaultQuality

    var options: ThumbnailOptions {
        ThumbnailOptions(
            time: at, width: width, height: height, fit: fit, quality: quality, selection: select)
    }

    func validate() throws {
        for (name, size) in [("--width", width), ("--height", height)] {
            guard let size else { continue }
            guard ThumbnailOptions.sizes.contains(size) else {
                throw ValidationError("\(name) must be from 1 to \(ThumbnailOptions.sizes.upperBound)")
            }
        }
        guard ThumbnailOptions.qualities.contains(quality) else {
            throw ValidationError("--quality must be from 1 to 100")
        }
    }
}

extension ThumbnailOptions.Fit: ExpressibleByArgument {}
extension FrameSelection: ExpressibleByArgument {}

extension WantedTime: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package var defaultValueDescription: String {
        switch self {
        case .seconds(let seconds): "\(seconds)"
        case .fraction(let fraction): "\(Int(fraction * 100))%"
        }
    }
}
