package import SigV4

/// Where credentials come from. Asked before every request, so a provider of temporary ones keeps them until they expire.
package protocol CredentialProvider: Sendable {
    /// Throws `noCredentials`, or what went wrong on the way to them.
    func credentials() async throws(S3Error) -> AWSCredentials
}

/// Finds the provider that AWS's own tools would use: the first of the environment and the profile that has credentials.
///
/// Throws `noCredentials` when none has, and `invalidConfiguration` when the first that has any has only half of them.
package func credentialProvider(
    environment: Environment, profile: SharedProfile
) throws(S3Error) -> any CredentialProvider {
    if let credentials = try StaticCredentials(environment: environment) {
        return credentials
    }
    if let credentials = try StaticCredentials(profile: profile) {
        return credentials
    }
    throw S3Error(
        .noCredentials,
        "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add them to the profile \(profile.name)")
}
