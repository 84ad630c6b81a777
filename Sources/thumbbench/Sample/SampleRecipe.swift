/// How ffmpeg makes the sample video.
///
/// Encoding ten minutes would take ten, so 25 seconds are encoded and then repeated, which only copies packets. What
/// a thumbnail costs is as in one long encoding: the size of the index and of the keyframe are.
enum SampleRecipe {
    /// Of all of it, presentation time.
    static let seconds = 600
    /// Three groups of pictures of 250 frames, x264's default length, so that a keyframe begins each repetition.
    static let clipSeconds = 25

    /// A zoom into the Mandelbrot set, which changes everywhere all the time, with noise as a camera's sensor has it.
    ///
    /// Computed at a quarter of the size each way: at full size it would take longer than its encoding. The rate and the
    /// buffer bring about 8.5 Mbit/s and keyframes of 100 to 260 kB, 197 kB at 10 % of the time (measured).
    static func encode(to output: String) -> [String] {
        let zoom = "mandelbrot=size=480x270:rate=30:start_scale=0.4:end_scale=0.004:end_pts=750"
        let tone = "aevalsrc=0.2*sin(2*PI*220*t)*sin(PI*t/2)|0.2*sin(2*PI*277*t):sample_rate=48000"
        return [
            "-f", "lavfi", "-i", "\(zoom),scale=1920:1080:flags=bicubic,noise=c0s=10:c0f=t,format=yuv420p",
            "-f", "lavfi", "-i", tone, "-t", "\(clipSeconds)",
            "-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-sc_threshold", "0",
            "-b:v", "7200k", "-maxrate", "10M", "-bufsize", "5M",
            "-c:a", "aac", "-b:a", "128k", output,
        ]
    }

    /// MP4 as ffmpeg writes it by default: the index comes last.
    static func `repeat`(_ clip: String, to output: String) -> [String] {
        ["-stream_loop", "\(seconds / clipSeconds - 1)", "-i", clip, "-c", "copy", output]
    }
}
