import CFFmpeg

/// Which libraries do the work: those that were loaded, which may be others than those that were built against.
package enum LibraryVersions {
    /// "libavformat 59.27.100, libavcodec 59.37.100, libswscale 6.7.100"
    package static var description: String {
        let versions = [
            ("libavformat", avformat_version()), ("libavcodec", avcodec_version()), ("libswscale", swscale_version()),
        ]
        return versions.map { "\($0) \($1 >> 16).\($1 >> 8 & 255).\($1 & 255)" }.joined(separator: ", ")
    }
}
