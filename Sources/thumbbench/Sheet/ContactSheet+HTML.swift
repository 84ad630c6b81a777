import FoundationEssentials
import Thumbnailer

extension ContactSheet {
    /// One page that needs no other file, no network and no script.
    ///
    /// - Complexity: All pictures are held in it, in base 64.
    var html: String {
        let body = """
            <header>
            <h1>\(HTML.escaped(title))</h1>
            <span>\(summary)</span>
            <span><label><input type="radio" name="show" checked> all</label>
            <label><input type="radio" name="show" id="thumbnails"> thumbnails</label>
            <label><input type="radio" name="show" id="failures"> failures</label></span>
            </header>
            <main>
            \(tiles.map(\.html).joined(separator: "\n"))
            </main>
            """
        return HTML.page(title: title, style: Self.style, body: body)
    }

    private static let style = """
        :root { color-scheme: light dark; --faint: light-dark(#667, #99a); --back: light-dark(#e8e8ec, #26262c) }
        body { font: 14px/1.45 system-ui, sans-serif; margin: 1.5rem }
        h1 { font-size: 1.3rem; margin: 0 }
        header { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; align-items: baseline; margin-bottom: 1.2rem }
        main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1.2rem 1rem }
        figure { margin: 0; min-width: 0 }
        figure > a { display: grid; place-items: center; aspect-ratio: 16 / 10; background: var(--back); border-radius: 6px;
          overflow: hidden; color: inherit; text-decoration: none }
        img { max-width: 100%; max-height: 100%; width: auto; height: auto; min-width: 0; min-height: 0; object-fit: contain }
        figcaption { margin-top: .35rem; overflow-wrap: anywhere }
        small { display: block; color: var(--faint); font-size: .8rem }
        .failure > a { padding: 1rem; text-align: center; overflow-wrap: anywhere }
        .failure strong { display: block; color: light-dark(#a40000, #ff9d94) }
        body:has(#failures:checked) figure:not(.failure), body:has(#thumbnails:checked) .failure { display: none }
        """
}

extension ContactSheet.Tile {
    fileprivate var html: String {
        let name = HTML.escaped(name)
        let link = HTML.escaped(URL(filePath: path).absoluteString)
        let cost = "\(HTML.bytes(bytesRead))\(size.map { " of \(HTML.bytes($0))" } ?? "") in \(requests) requests"
        switch outcome {
        case .thumbnail(let thumbnail):
            let source = thumbnail.source
            let picture = Data(thumbnail.jpeg).base64EncodedString()
            return """
                <figure>
                <a href="\(link)"><img src="data:image/jpeg;base64,\(picture)" width="\(thumbnail.width)" \
                height="\(thumbnail.height)" loading="lazy" alt="\(name) at \(Self.time(thumbnail.time))"></a>
                <figcaption>\(name)
                <small>\(thumbnail.width)×\(thumbnail.height) at \(Self.time(thumbnail.time)) from \
                \(source.width)×\(source.height) \(source.videoCodec) \(source.pixelFormat)\
                \(source.orientation.rotation == 0 ? "" : ", turned by \(source.orientation.rotation)°")</small>
                <small>\(thumbnail.timings.total.milliseconds.formatted(decimals: 0)) ms, \(cost)</small></figcaption>
                </figure>
                """
        case .failure(let error):
            return """
                <figure class="failure">
                <a href="\(link)"><span><strong>\(error.code.name)</strong>\(HTML.escaped(error.message))</span></a>
                <figcaption>\(name)
                <small>\(cost)</small></figcaption>
                </figure>
                """
        }
    }

    /// 7.25 s, 1:07, 1:02:07.
    static func time(_ seconds: Double) -> String {
        guard abs(seconds) < 1e9 else { return "?" }
        if seconds < 60 { return "\(seconds.formatted(decimals: 2)) s" }
        let total = Int(seconds)
        func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = total / 60 % 60
        let tail = "\(twoDigits(total % 60))"
        return total < 3_600 ? "\(minutes):\(tail)" : "\(total / 3_600):\(twoDigits(minutes)):\(tail)"
    }
}
