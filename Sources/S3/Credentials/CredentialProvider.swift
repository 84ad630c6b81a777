package import AsyncHTTPClient
package import SigV4

/// Where credentials come from. Asked before every request, so a provider of temporary ones keeps them until they expire.
package protocol CredentialProvider: Sendable {
    /// Throws `noCredentials`, or what went wrong on the way to them.
    func credentials() async throws(S3Error) -> AWSCredentials
}

/// Finds the provider that AWS's own tools would use: the first that has something to go by of the environment, a web
/// identity (`AWS_WEB_IDENTITY_TOKEN_FILE`), the profile, the container's service, and the instance's, which is asked only
/// if nothing else is there.
///
/// Sends nothing. Throws `invalidConfiguration` when the first that has something has only half of it.
package func credentialProvider(
    environment: Environment, profile: SharedProfile, region: String, httpClient: HTTPClient
) throws(S3Error) -> any CredentialProvider {
    if let credentials = try StaticCredentials(environment: environment) {
        return credentials
    }
    let client = CredentialClient(httpClient: httpClient)
    if let identity = try WebIdentity(environment: environment, region: region) {
        return RotatingCredentials { () throws(S3Error) in try await identity.credentials(client) }
    }
    if let credentials = try StaticCredentials(profile: profile) {
        return credentials
    }
    if let service = try ContainerCredentials(environment: environment) {
        return RotatingCredentials { () throws(S3Error) in try await service.credentials(client) }
    }
    guard let service = try InstanceCredentials(environment: environment) else {
        throw .noCredentials(profile: profile)
    }
    return RotatingCredentials { () throws(S3Error) in
        guard let credentials = try await service.credentials(client) else { throw .noCredentials(profile: profile) }
        return credentials
    }
}

extension S3Error {
    fileprivate static func noCredentials(profile: SharedProfile) -> S3Error {
        S3Error(
            .noCredentials,
            "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add them to the profile \(profile.name)"
        )
    }
}
