/// A picture as a JPEG holds it: full-range BT.601 YCbCr, eight bits a sample.
struct JPEGPicture: Equatable, Sendable {
    /// How many samples the chroma planes have.
    enum Chroma: Sendable {
        /// 4:2:0: half of the luma plane's width and height, rounded up.
        case halved
        /// 4:4:4: as many as the luma plane.
        case full
    }

    /// Of the picture, in pixels.
    let width: Int
    let height: Int
    let chroma: Chroma
    /// Of the planes, in samples: libjpeg-turbo wants luma planes whose sides are twice the chroma planes'.
    let lumaWidth: Int
    let lumaHeight: Int
    let chromaWidth: Int
    let chromaHeight: Int
    /// Rows without padding.
    var luma: [UInt8]
    var blueDifference: [UInt8]
    var redDifference: [UInt8]

    /// A picture with all samples 0.
    init(width: Int, height: Int, chroma: Chroma) {
        (self.width, self.height, self.chroma) = (width, height, chroma)
        switch chroma {
        case .halved:
            (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2)
            (lumaWidth, lumaHeight) = (chromaWidth * 2, chromaHeight * 2)
        case .full:
            (chromaWidth, chromaHeight) = (width, height)
            (lumaWidth, lumaHeight) = (width, height)
        }
        luma = [UInt8](repeating: 0, count: lumaWidth * lumaHeight)
        blueDifference = [UInt8](repeating: 0, count: chromaWidth * chromaHeight)
        redDifference = blueDifference
    }
}
