import Foundation

/// What the function answers: thumbnails, or an error.
struct FunctionAnswer: Decodable {
    struct Object: Decodable, Equatable {
        var bucket: String
        var key: String
    }
    struct Outcome: Decodable {
        var result: String
        var source: Object
        var thumbnail: Object?
        var width: Int?
        var height: Int?
        var bytes: Int?
    }
    var thumbnails: [Outcome]?
    var errorType: String?
    var errorMessage: String?

    init(_ bytes: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(bytes))
        } catch {
            throw UnexpectedAnswer(text: String(decoding: bytes, as: UTF8.self))
        }
    }

    struct UnexpectedAnswer: Error {
        var text: String
    }
}
