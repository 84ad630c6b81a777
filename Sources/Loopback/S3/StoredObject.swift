import NIOCore

extension LoopbackS3 {
    /// The bytes of an object to be.
    package enum Content: Sendable, Equatable {
        case bytes([UInt8])
        case file(path: String)
    }

    /// An object as it is stored.
    package struct StoredObject: Sendable {
        let body: StoredBody
        package let contentType: String
        /// The `x-amz-meta-` headers of its PUT, by lower-case name without that prefix.
        package let metadata: [String: String]
        /// With its quotation marks. It names a version, not the bytes: storing the same bytes again changes it.
        package let eTag: String

        /// In bytes.
        package var size: Int64 { body.count }

        /// Copies the bytes, or says which file they are in.
        package var content: Content {
            switch body {
            case .buffer(let buffer): .bytes(Array(buffer.readableBytesView))
            case .file(let file, _): .file(path: file.path)
            }
        }
    }
}
