package import SigV4

/// Credentials that never change.
package struct StaticCredentials: CredentialProvider {
    private let value: AWSCredentials

    package init(_ value: AWSCredentials) {
        self.value = value
    }

    /// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
    ///
    /// Nil without a key ID. Throws `invalidConfiguration` for a key ID without its secret.
    init?(environment: Environment) throws(S3Error) {
        try self.init(
            accessKeyID: environment["AWS_ACCESS_KEY_ID"], secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"],
            sessionToken: environment["AWS_SESSION_TOKEN"], source: "the environment")
    }

    /// Reads `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
    ///
    /// Nil without a key ID. Throws `invalidConfiguration` for a key ID without its secret.
    init?(profile: SharedProfile) throws(S3Error) {
        try self.init(
            accessKeyID: profile["aws_access_key_id"], secretAccessKey: profile["aws_secret_access_key"],
            sessionToken: profile["aws_session_token"], source: "the profile \(profile.name)")
    }

    private init?(
        accessKeyID: String?, secretAccessKey: String?, sessionToken: String?, source: String
    ) throws(S3Error) {
        guard let accessKeyID else { return nil }
        guard let secretAccessKey else {
            throw S3Error(.invalidConfiguration, "\(source) has an access key ID without its secret access key")
        }
        self.init(
            AWSCredentials(accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken))
    }

    package func credentials() async throws(S3Error) -> AWSCredentials {
        value
    }
}
