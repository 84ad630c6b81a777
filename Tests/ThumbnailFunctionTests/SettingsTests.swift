import LambdaRuntime
import Testing
import Thumbnailer

@testable import ThumbnailFunction

@Suite("Settings from the environment")
struct SettingsTests {
    @Test("Without variables there are the defaults")
    func defaults() throws {
        let settings = try Settings(environment: [:])
        #expect(settings.options == ThumbnailOptions())
        #expect(settings.bucket == nil)
        #expect(settings.prefix == "thumbnails/")
    }

    @Test("Empty variables are as good as none, but for the prefix")
    func empty() throws {
        let names = [
            "THUMBNAIL_TIME", "THUMBNAIL_WIDTH", "THUMBNAIL_HEIGHT", "THUMBNAIL_FIT", "THUMBNAIL_QUALITY",
            "THUMBNAIL_BUCKET",
        ]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        #expect(try Settings(environment: environment) == Settings(environment: [:]))
    }

    @Test("Every variable is heard")
    func all() throws {
        let settings = try Settings(environment: [
            "THUMBNAIL_TIME": "01:30", "THUMBNAIL_WIDTH": "640", "THUMBNAIL_HEIGHT": "65500",
            "THUMBNAIL_QUALITY": "100", "THUMBNAIL_FIT": "cover",
            "THUMBNAIL_BUCKET": "pictures", "THUMBNAIL_PREFIX": "a/b-",
        ])
        #expect(
            settings.options
                == ThumbnailOptions(time: .seconds(90), width: 640, height: 65_500, fit: .cover, quality: 100))
        #expect(settings.bucket == "pictures")
        #expect(settings.prefix == "a/b-")
    }

    @Test("A height alone replaces the default width")
    func heightAlone() throws {
        let options = try Settings(environment: ["THUMBNAIL_HEIGHT": "200"]).options
        #expect(options.width == nil)
        #expect(options.height == 200)
    }

    @Test(
        "A value that cannot be used is refused, by the name of its variable",
        arguments: [
            ("THUMBNAIL_TIME", "noon"), ("THUMBNAIL_TIME", "101%"), ("THUMBNAIL_WIDTH", "0"),
            ("THUMBNAIL_WIDTH", "65501"), ("THUMBNAIL_WIDTH", "-1"), ("THUMBNAIL_WIDTH", "480px"),
            ("THUMBNAIL_WIDTH", "99999999999999999999"), ("THUMBNAIL_HEIGHT", "0"), ("THUMBNAIL_HEIGHT", "1.5"),
            ("THUMBNAIL_QUALITY", "0"), ("THUMBNAIL_QUALITY", "101"), ("THUMBNAIL_QUALITY", "high"),
            ("THUMBNAIL_FIT", "Cover"), ("THUMBNAIL_FIT", "fill"),
        ])
    func invalid(name: String, value: String) throws {
        let error = try #require(throws: FunctionError.self) { try Settings(environment: [name: value]) }
        #expect(error.errorType == "Thumbnail.InvalidConfiguration")
        #expect(error.message.contains(name) && error.message.contains(value), "\(error.message)")
    }

    @Test("Thumbnails beside the videos need a prefix; in a bucket of their own they do not")
    func emptyPrefix() throws {
        let error = try #require(throws: FunctionError.self) { try Settings(environment: ["THUMBNAIL_PREFIX": ""]) }
        #expect(error.errorType == "Thumbnail.InvalidConfiguration")
        #expect(error.message.contains("THUMBNAIL_PREFIX"))
        let settings = try Settings(environment: ["THUMBNAIL_PREFIX": "", "THUMBNAIL_BUCKET": "pictures"])
        #expect(settings.prefix.isEmpty)
    }
}
