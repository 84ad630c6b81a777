/// The environment variables that Lambda gives to a function of an OS-only runtime or container image
/// (its page on environment variables), and none of the user's own.
///
/// `AWS_EXECUTION_ENV` is not among them: "not defined for OS-only runtimes".
struct LambdaEnvironment: Sendable {
    static let region = "us-east-1"

    let tier: MemoryTier
    /// `host:port` of the Runtime API.
    let runtimeAPI: String
    /// URL of the S3 to use.
    let s3Endpoint: String
    /// The directory with the function's code.
    let taskRoot: String
    /// The function's own settings, as its owner would set them in Lambda's console.
    var settings: [String: String] = [:]

    var variables: [String: String] {
        let variables = [
            "AWS_LAMBDA_RUNTIME_API": runtimeAPI,
            "AWS_LAMBDA_FUNCTION_NAME": "thumbbench",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "\(tier.megabytes)",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/thumbbench",
            "AWS_LAMBDA_LOG_STREAM_NAME": "thumbbench",
            "AWS_REGION": Self.region,
            "AWS_DEFAULT_REGION": Self.region,
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "AWS_SESSION_TOKEN": "thumbbench",
            "AWS_ENDPOINT_URL_S3": s3Endpoint,
            "LAMBDA_TASK_ROOT": taskRoot,
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "_HANDLER": "bootstrap",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/bin",
        ]
        return variables.merging(settings) { _, setting in setting }
    }
}
