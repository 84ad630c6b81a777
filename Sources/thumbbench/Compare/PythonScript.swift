/// The peers that are Python modules. Arguments: the URL, the time in seconds, the JPEG's width, the file to write.
enum PythonScript {
    /// Seeking lands on a keyframe, the first picture to come. Skipping all others (`skip_frame`) would have the decoder
    /// wait for the next keyframe before it gives this one away: 30 MB read instead of 12, 485 ms instead of 304.
    ///
    /// The JPEG is made by FFmpeg's own encoder, which saves the import of another module.
    static let av = """
        import sys, av
        from fractions import Fraction
        url, seconds, width, output = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        with av.open(url) as container:
            stream = container.streams.video[0]
            container.seek(seconds * 1_000_000 + (container.start_time or 0))
            frame = next(container.decode(stream))
        height = max(2, round(width * frame.height / frame.width / 2) * 2)
        frame = frame.reformat(width, height, "yuvj420p")
        frame.pts = None
        encoder = av.CodecContext.create("mjpeg", "w")
        encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
        encoder.time_base = Fraction(1, 25)
        with open(output, "wb") as file:
            for packet in encoder.encode(frame) + encoder.encode(None):
                file.write(bytes(packet))
        """

    static let openCV = """
        import shutil, sys, tempfile, urllib.request, cv2
        url, seconds, width, output = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        with tempfile.NamedTemporaryFile() as file:
            with urllib.request.urlopen(url) as response:
                shutil.copyfileobj(response, file, 1 << 20)
            file.flush()
            video = cv2.VideoCapture(file.name)
            video.set(cv2.CAP_PROP_POS_MSEC, seconds * 1000)
            found, frame = video.read()
        if not found:
            sys.exit("no picture")
        height = round(width * frame.shape[0] / frame.shape[1])
        frame = cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA)
        cv2.imwrite(output, frame, [cv2.IMWRITE_JPEG_QUALITY, 85])
        """
}
