/// The track that a thumbnail is made of: the first one with video.
struct VideoTrack {
    /// By which other tracks refer to this one.
    var id: UInt32
    /// Copies of the boxes that say what the video is and how it is shown.
    var header: [UInt8]
    var mediaHeader: [UInt8]
    var handler: [UInt8]
    var mediaInformation: [UInt8]
    var description: [UInt8]
    var tables: SampleTables
}
