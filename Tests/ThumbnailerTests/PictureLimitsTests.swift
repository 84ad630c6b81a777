import Testing

@testable import Thumbnailer

@Suite("How large a picture may be")
struct PictureLimitsTests {
    static let planar = 1.5
    static let tenBit = 3.0

    @Test(
        "Pictures of a size fit into a memory setting, or do not",
        arguments: [
            (128, 3840, 2160, tenBit, true), (128, 7680, 4320, planar, false), (128, 4096, 4096, planar, true),
            (256, 7680, 4320, tenBit, true), (512, 8192, 8192, planar, true), (512, 8192, 8192, tenBit, true),
            (1024, 7680, 4320, tenBit, true), (1024, 12_336, 12_336, planar, false),
            (10_240, 12_336, 12_336, planar, false), (64, 1920, 1080, tenBit, true),
        ])
    func memory(memory: Int, width: Int, height: Int, bytesPerPixel: Double, fits: Bool) {
        let bytes = Int(Double(width * height) * bytesPerPixel)
        #expect(PictureLimits(memory: memory).allow(width: width, height: height, bytes: bytes) == fits)
    }

    @Test("More memory never allows less")
    func monotonic() {
        let limits = stride(from: 128, through: 10_240, by: 64).map(PictureLimits.init(memory:))
        for (less, more) in zip(limits, limits.dropFirst()) {
            #expect(less.bytes <= more.bytes && less.pixels <= more.pixels)
        }
        #expect(limits.last == .standard)
    }

    @Test("A size that no number holds is too large")
    func overflow() {
        #expect(!PictureLimits.standard.allow(width: .max, height: 2))
    }

    @Test(
        "A thread for each vCPU that comes with the memory",
        arguments: [(128, 1), (1024, 1), (1769, 1), (2048, 1), (3008, 2), (3538, 2), (5307, 3), (10_240, 6)])
    func threads(memory: Int, threads: Int) {
        #expect(DecodingConfiguration(memory: memory).threads == threads)
    }
}
