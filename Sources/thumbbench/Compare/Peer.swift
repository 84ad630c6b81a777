/// A program that makes thumbnails, to be compared with others.
struct Peer: Sendable {
    /// What it shall do. The same for every peer.
    struct Request: Sendable {
        var url: String
        /// After the video's start. Whole seconds: ffmpegthumbnailer takes no others.
        var seconds: Int
        /// Of the JPEG, in pixels.
        var width: Int
        /// The file to write; its name ends in `.jpg`.
        var output: String
    }

    let name: String
    /// A command that prints the version, and fails where the program is not installed. Nil for this program itself.
    let probe: [String]?
    /// The whole command line: the executable, then its arguments.
    let command: @Sendable (Request) -> [String]
}

extension Peer {
    static func ours(executable: String) -> Peer {
        Peer(name: "thumbbench", probe: nil) {
            [executable, "extract", $0.url, "-o", $0.output, "--at", "\($0.seconds)", "--width", "\($0.width)"]
        }
    }

    /// - Parameter python: An interpreter, for the peers that are Python modules.
    static func others(python: String) -> [Peer] {
        [
            // What most answers on the web, and most functions, have.
            Peer(name: "ffmpeg", probe: ["ffmpeg", "-version"]) {
                ["ffmpeg", "-v", "error", "-nostdin", "-y", "-ss", "\($0.seconds)", "-i", $0.url]
                    + ["-frames:v", "1", "-vf", "scale=\($0.width):-2", "-q:v", "4", $0.output]
            },
            // What a careful person has: the keyframe before the moment, by one thread, which gives its first picture
            // at once, where several want a packet each before. Not `-skip_frame nokey`: this ffmpeg then reads 37 MB
            // of the sample video, not 13, to find out about the stream, and takes 537 ms, not 284 (measured).
            Peer(name: "ffmpeg, keyframe", probe: ["ffmpeg", "-version"]) {
                ["ffmpeg", "-v", "error", "-nostdin", "-y", "-threads", "1", "-noaccurate_seek"]
                    + ["-ss", "\($0.seconds)", "-i", $0.url, "-an", "-sn", "-dn", "-fps_mode", "passthrough"]
                    + ["-frames:v", "1", "-vf", "scale=\($0.width):-2", "-q:v", "4", $0.output]
            },
            Peer(name: "ffmpegthumbnailer", probe: ["ffmpegthumbnailer", "-v"]) {
                ["ffmpegthumbnailer", "-i", $0.url, "-o", $0.output, "-s", "\($0.width)"]
                    + ["-t", clockTime($0.seconds), "-c", "jpeg"]
            },
            Peer(name: "PyAV, keyframe", probe: [python, "-c", "import av; print('PyAV', av.__version__)"]) {
                [python, "-c", PythonScript.av, $0.url, "\($0.seconds)", "\($0.width)", $0.output]
            },
            Peer(name: "download + OpenCV", probe: [python, "-c", "import cv2; print('OpenCV', cv2.__version__)"]) {
                [python, "-c", PythonScript.openCV, $0.url, "\($0.seconds)", "\($0.width)", $0.output]
            },
        ]
    }

    /// The command line for people: where it runs and what the executable's folder is called is left out.
    func shownCommand(seconds: Int, width: Int) -> [String] {
        var words = command(Request(url: "URL", seconds: seconds, width: width, output: "FILE.jpg"))
        words[0] = words[0].split(separator: "/").last.map(String.init) ?? words[0]
        return words
    }

    /// `HH:MM:SS`
    static func clockTime(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
