/// A kind of video that may be uploaded.
struct VideoType: Sendable, Equatable {
    /// The media type, in lower case and without parameters.
    var name: String
    /// Of file names, the usual one first.
    var extensions: [String]

    /// Nil for what is no video.
    /// - Parameter contentType: with or without parameters, in any case.
    init?(contentType: String) {
        let name = contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        guard let extensions = Self.all[name] else { return nil }
        self.name = name
        self.extensions = extensions
    }

    /// The extension for an object's key: the file's own if it is one of this type, else the usual one.
    func fileExtension(of filename: String) -> String {
        let own = filename.split(separator: ".", omittingEmptySubsequences: false).last.map { $0.lowercased() }
        return own.flatMap { extensions.contains($0) ? $0 : nil } ?? extensions[0]
    }

    private static let all = [
        "video/mp4": ["mp4", "m4v"], "video/x-m4v": ["m4v"], "video/quicktime": ["mov", "qt"], "video/webm": ["webm"],
        "video/x-matroska": ["mkv"], "video/matroska": ["mkv"], "video/x-msvideo": ["avi"], "video/avi": ["avi"],
        "video/vnd.avi": ["avi"], "video/mpeg": ["mpg", "mpeg", "m2v"], "video/mp2t": ["ts", "mts", "m2ts"],
        "video/ogg": ["ogv", "ogg"], "video/3gpp": ["3gp"], "video/3gpp2": ["3g2"], "video/x-flv": ["flv"],
        "video/x-ms-wmv": ["wmv"], "video/x-ms-asf": ["asf", "wmv"], "application/mxf": ["mxf"],
    ]
}
