/// A JPEG as a viewer would show it, decoded by ffmpeg.
package struct DecodedJPEG: Sendable {
    package var width: Int
    package var height: Int
    private var pixels: [UInt8]

    package init(_ jpeg: [UInt8]) async throws {
        // A PPM: the size in text, then the RGB bytes.
        let ppm = try await Command.tool(
            "ffmpeg",
            [
                "-v", "error", "-f", "mjpeg", "-i", "-", "-frames:v", "1", "-sws_flags",
                "bicubic+accurate_rnd+full_chroma_int", "-f", "image2pipe", "-c:v", "ppm", "-",
            ],
            input: jpeg)
        let fields = ppm.prefix(32).split(separator: UInt8(ascii: "\n"), maxSplits: 3)
        let size = fields.count > 2 ? String(decoding: fields[1], as: UTF8.self).split(separator: " ") : []
        guard size.count == 2, let width = Int(size[0]), let height = Int(size[1]), ppm.count > width * height * 3
        else {
            throw TestSupportError("ffmpeg finds no picture in these \(jpeg.count) bytes")
        }
        self.width = width
        self.height = height
        pixels = Array(ppm.suffix(width * height * 3))
    }

    package func rgb(_ x: Int, _ y: Int) -> RGB {
        let index = (y * width + x) * 3
        return RGB(red: pixels[index], green: pixels[index + 1], blue: pixels[index + 2])
    }

    /// The pixel at a point given as parts of the width and the height.
    package func rgb(atRelative x: Double, _ y: Double) -> RGB {
        rgb(min(width - 1, Int(x * Double(width))), min(height - 1, Int(y * Double(height))))
    }
}

package struct RGB: Sendable, Equatable, CustomStringConvertible {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    package init(_ hex: UInt32) {
        self.init(red: UInt8(hex >> 16 & 255), green: UInt8(hex >> 8 & 255), blue: UInt8(hex & 255))
    }

    package static let white = RGB(0xFFFFFF)

    /// As ffmpeg's filters take it.
    var hex: String {
        let value = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
        let digits = String(value, radix: 16)
        return "0x" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Whether no channel differs by more than `tolerance`: what 4:2:0, a video codec and a JPEG may cost a flat colour.
    package func isClose(to other: RGB, tolerance: Int = 8) -> Bool {
        zip([red, green, blue], [other.red, other.green, other.blue]).allSatisfy { abs(Int($0) - Int($1)) <= tolerance }
    }

    package var description: String { "rgb(\(red), \(green), \(blue))" }
}
