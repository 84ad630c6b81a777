import RangeReader
import TestSupport
import Testing

@testable import Thumbnailer

/// A thumbnail with its JPEG decoded.
struct SeenThumbnail {
    var thumbnail: Thumbnail
    var picture: DecodedJPEG
    var trace: ReadTrace

    /// Makes the thumbnail of a fixture.
    init(of fixture: Fixture, _ options: ThumbnailOptions = ThumbnailOptions()) async throws {
        try await self.init(ofFile: Fixtures.path(fixture), options)
    }

    init(ofFile path: String, _ options: ThumbnailOptions, usesSampleTables: Bool = true) async throws {
        let result = await Thumbnailer(options: options, usesSampleTables: usesSampleTables)
            .thumbnail(of: FileSource(path: path))
        thumbnail = try result.thumbnail.get()
        picture = try await DecodedJPEG(thumbnail.jpeg)
        trace = result.trace
        #expect(picture.width == thumbnail.width && picture.height == thumbnail.height)
    }

    /// The box of ``ColourVideo`` is white, and all around it is the colour of `second`.
    func expectColours(ofSecond second: Int, tolerance: Int = 8, sourceLocation: SourceLocation = #_sourceLocation) {
        let colour = ColourVideo.seconds[second]
        let points: [(Double, Double, RGB)] = [
            (0, 0, .white), (0.12, 0.12, .white), (0.2, 0.2, .white), (0.5, 0.5, colour), (0.99, 0, colour),
            (0, 0.99, colour), (0.99, 0.99, colour), (0.3, 0.1, colour), (0.1, 0.3, colour),
        ]
        for (x, y, expected) in points {
            let pixel = picture.rgb(atRelative: x, y)
            #expect(
                pixel.isClose(to: expected, tolerance: tolerance),
                "\(pixel) instead of \(expected) at \(x), \(y)", sourceLocation: sourceLocation)
        }
    }
}
