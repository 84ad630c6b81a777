import ArgumentParser
import AsyncHTTPClient
import RangeReader
import S3

/// Where a video is.
enum Input: ExpressibleByArgument, Sendable {
    case file(path: String)
    case s3(S3ObjectID)
    /// `http` or `https`, presigned or public.
    case url(String)

    init?(argument: String) {
        let lowercased = argument.lowercased()
        if lowercased.hasPrefix("s3://") {
            guard let object = S3ObjectID(url: argument) else { return nil }
            self = .s3(object)
        } else if lowercased.hasPrefix("http://") || lowercased.hasPrefix("https://") {
            self = .url(argument)
        } else if argument.isEmpty {
            return nil
        } else {
            self = .file(path: argument)
        }
    }

    /// - Throws: ``S3Error`` when the environment and the shared profile files do not tell how to reach S3.
    func source(environment: [String: String], httpClient: HTTPClient) throws(S3Error) -> any Source {
        switch self {
        case .file(let path): FileSource(path: path)
        case .s3(let object):
            S3Source(client: try S3Client.fromEnvironment(environment, httpClient: httpClient), object: object)
        case .url(let url): HTTPSource(url: url, httpClient: httpClient)
        }
    }
}
