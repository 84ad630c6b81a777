package import Foundation

/// A real S3 server that checks signatures: SeaweedFS.
package final class SeaweedFS: Sendable {
    package static let region = "eu-central-1"
    private static let accessKeyID = "AKIDTHUMBNAILTESTS"
    private static let secretAccessKey = "not+a/real=secret"

    private static let sharedServer = Task { try await start() }
    let server: ServerProcess

    private init(server: ServerProcess) {
        self.server = server
    }

    /// The server that all tests of a run share; it starts at the first call. Each test makes its own bucket.
    package static func shared() async throws -> SeaweedFS {
        try await sharedServer.value
    }

    package static func start() async throws -> SeaweedFS {
        let weed = try BuiltProducts.testServer("weed")
        let names = [
            "s3.port", "s3.port.grpc", "filer.port", "filer.port.grpc", "master.port", "master.port.grpc",
            "volume.port", "volume.port.grpc",
        ]
        // Each bucket gets volumes of its own, by default seven: one is enough for a test, and quicker to make.
        let growth = ["WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"]
        let server = try await ServerProcess.start(
            "seaweedfs", portCount: names.count, environment: TestEnvironment.isolated(growth), limit: .seconds(60)
        ) { directory, ports in
            try Data(identities.utf8).write(to: directory.appending(path: "identities.json"))
            return [
                weed, "server", "-dir=.", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=10000",
                "-s3", "-s3.config=identities.json", "-s3.port.iceberg=0", "-s3.port.lance=0",
            ] + zip(names, ports).map { "-\($0)=\($1)" }
        } isReady: { ports in
            guard await HTTPExchange.answers("http://127.0.0.1:\(ports[0])/") else { return false }
            // Writing works last of all, once the volume server has registered with the master.
            let probe = try? await HTTPExchange.send("PUT", "http://127.0.0.1:\(ports[2])/ready", body: [1])
            return probe?.status == 201
        }
        return SeaweedFS(server: server)
    }

    private static let identities = """
        {"identities": [{
            "name": "tests", "actions": ["Admin"],
            "credentials": [{"accessKey": "\(accessKeyID)", "secretKey": "\(secretAccessKey)"}]
        }]}
        """

    /// Where it keeps everything.
    package var directory: URL { server.directory }
    package var endpoint: String { "http://127.0.0.1:\(server.ports[0])" }

    /// The variables by which an AWS client finds this server and may use it.
    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL_S3": endpoint, "AWS_REGION": Self.region,
            "AWS_ACCESS_KEY_ID": Self.accessKeyID, "AWS_SECRET_ACCESS_KEY": Self.secretAccessKey,
        ]
    }

    package func stop() async { await server.stop() }
}
