/// How large a decoded picture may be, so that it fits into a function's memory beside everything else.
package struct PictureLimits: Sendable, Equatable {
    /// Of one picture, in pixels.
    package var pixels: Int
    /// Of one picture as it is decoded, all planes at their own depth, in bytes.
    package var bytes: Int

    /// 8192 x 8192: above every level of H.264, HEVC and AV1 that is in use (35.7 million pixels).
    package static let largest = 1 << 26
    /// For a process without a bound on its memory: all of ``largest`` even with 16 bits and full chroma.
    package static let standard = PictureLimits(pixels: largest, bytes: 6 * largest)

    /// Libraries, stacks, connections and the bytes of the video that are held, in MB. Reckoned: a process with Debian's
    /// FFmpeg has 55 MB after a thumbnail of a 320x240 video, of which 25 MB are shared libraries' clean pages.
    private static let reserved = 48
    /// What decoding takes, in sizes of the picture: HEVC's motion vectors and block tables have 0.8 bytes a pixel beside
    /// 1.5 of an 8-bit picture. Reckoned from that, and from the peaks of whole processes.
    private static let sizesInUse = 2

    /// For a process that may use so much memory in all, in MB: 40 MB a picture in 128 MB, which holds 4K with 10 bits;
    /// 104 MB in 256 MB, which holds 8K with 10 bits.
    package init(memory: Int) {
        bytes = max(min((memory - Self.reserved) / Self.sizesInUse, Self.standard.bytes >> 20), 16) << 20
        pixels = min(Self.largest, bytes)
    }

    package init(pixels: Int, bytes: Int) {
        self.pixels = pixels
        self.bytes = bytes
    }

    /// Whether a picture fits.
    ///
    /// - Parameter bytes: 0 while nobody knows.
    func allow(width: Int, height: Int, bytes: Int = 0) -> Bool {
        width.multipliedReportingOverflow(by: height).overflow == false
            && width * height <= pixels && bytes <= self.bytes
    }
}
