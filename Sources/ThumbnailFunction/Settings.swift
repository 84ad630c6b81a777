import LambdaRuntime
import Thumbnailer

/// What the function's environment variables say, read once.
struct Settings: Sendable, Equatable {
    /// `THUMBNAIL_TIME`, `THUMBNAIL_SELECT`, `THUMBNAIL_WIDTH`, `THUMBNAIL_HEIGHT`, `THUMBNAIL_FIT`, `THUMBNAIL_QUALITY`.
    var options: ThumbnailOptions
    /// `THUMBNAIL_BUCKET`; nil to write beside the video.
    var bucket: String?
    /// `THUMBNAIL_PREFIX`: what the keys of thumbnails begin with.
    var prefix: String
    /// `AWS_LAMBDA_FUNCTION_MEMORY_SIZE`, which Lambda sets, in MB; nil outside of it.
    var memory: Int?

    /// - Throws: ``FunctionError`` that names the variable whose value cannot be used.
    init(environment: [String: String]) throws(FunctionError) {
        func integer(_ name: String, in range: ClosedRange<Int>) throws(FunctionError) -> Int? {
            guard let text = environment[name], !text.isEmpty else { return nil }
            guard let value = Int(text), range.contains(value) else {
                throw .invalidSetting(name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
        func choice<Value: RawRepresentable<String> & CaseIterable>(
            _ name: String, otherwise value: Value
        ) throws(FunctionError) -> Value {
            guard let text = environment[name], !text.isEmpty else { return value }
            guard let value = Value(rawValue: text) else {
                throw .invalidSetting(name, text, Value.allCases.map(\.rawValue).joined(separator: " or "))
            }
            return value
        }

        var time = ThumbnailOptions.defaultTime
        if let text = environment["THUMBNAIL_TIME"], !text.isEmpty {
            guard let wanted = WantedTime(text) else {
                throw .invalidSetting("THUMBNAIL_TIME", text, "seconds, HH:MM:SS, a percentage such as 10%, or middle")
            }
            time = wanted
        }
        options = ThumbnailOptions(
            time: time,
            width: try integer("THUMBNAIL_WIDTH", in: ThumbnailOptions.sizes),
            height: try integer("THUMBNAIL_HEIGHT", in: ThumbnailOptions.sizes),
            fit: try choice("THUMBNAIL_FIT", otherwise: .inside),
            quality: try integer("THUMBNAIL_QUALITY", in: ThumbnailOptions.qualities)
                ?? ThumbnailOptions.defaultQuality,
            selection: try choice("THUMBNAIL_SELECT", otherwise: .keyframe))
        bucket = environment["THUMBNAIL_BUCKET"].flatMap { $0.isEmpty ? nil : $0 }
        prefix = environment["THUMBNAIL_PREFIX"] ?? "thumbnails/"
        memory = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"].flatMap { Int($0) }
        // Without both, a thumbnail would lie beside its video and be an event like any other.
        if bucket == nil, prefix.isEmpty {
            throw .invalidSetting("THUMBNAIL_PREFIX", "", "not empty unless THUMBNAIL_BUCKET names another bucket")
        }
    }
}

extension FunctionError {
    fileprivate static func invalidSetting(_ name: String, _ value: String, _ expected: String) -> FunctionError {
        FunctionError(
            errorType: "Thumbnail.InvalidConfiguration", message: "\(name) is '\(value)' but must be \(expected)")
    }
}
