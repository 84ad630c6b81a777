import Testing

@testable import thumbbench

struct PeerTests {
    private let request = Peer.Request(
        url: "http://127.0.0.1:1/b/k.mp4", seconds: 3_725, width: 480, output: "/t/o.jpg")

    @Test func `ffmpeg's usual line is the one that people write`() throws {
        let ffmpeg = try #require(Peer.others(python: "python3").first { $0.name == "ffmpeg" })
        #expect(
            ffmpeg.command(request).joined(separator: " ") == """
                ffmpeg -v error -nostdin -y -ss 3725 -i http://127.0.0.1:1/b/k.mp4 -frames:v 1 -vf scale=480:-2 -q:v 4 \
                /t/o.jpg
                """)
    }

    @Test func `Every peer gets the object, the moment, the width and the file`() {
        for peer in [.ours(executable: "/x/thumbbench")] + Peer.others(python: "/venv/bin/python") {
            let command = peer.command(request)
            #expect(command.contains(request.url) && command.contains(request.output), "\(peer.name)")
            #expect(command.contains("3725") || command.contains("01:02:05"), "\(peer.name)")
            #expect(command.contains { $0.contains("480") }, "\(peer.name)")
        }
    }

    @Test func `What is shown of a command has no folder of this machine`() {
        let shown = Peer.ours(executable: "/home/x/thumbbench").shownCommand(seconds: 60, width: 480)
        #expect(
            shown.joined(separator: " ") == "thumbbench extract URL -o FILE.jpg --at 60 --width 480")
    }

    @Test func `Peers that are not installed are named`() async throws {
        let nowhere = Peer(name: "nowhere", probe: ["thumbbench-no-such-program"]) { _ in [] }
        let refusing = Peer(name: "refusing", probe: ["sh", "-c", "exit 1"]) { _ in [] }
        let there = Peer(name: "there", probe: ["printf", "v1\nbuilt today\n"]) { _ in [] }
        let (installed, missing) = try await InstalledPeer.detect([nowhere, refusing, there])
        #expect(missing == ["nowhere", "refusing"])
        #expect(installed.map(\.version) == ["v1"])
    }

    @Test func `Peers go straight to the server, and leave their temporary files where they are removed`() {
        let environment = Comparison.environment(
            ["http_proxy": "http://x", "HTTPS_PROXY": "http://x", "TMPDIR": "/a", "HOME": "/h"],
            temporaryDirectory: "/t")
        #expect(environment == ["TMPDIR": "/t", "HOME": "/h"])
    }

    @Test func `A key is escaped for a URL`() {
        #expect(Comparison.escaped("videos/1/a b%ü.mp4") == "videos/1/a%20b%25%C3%BC.mp4")
    }
}
