// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "video-thumbnail",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "ThumbnailFunction", targets: ["ThumbnailFunction"]),
        .executable(name: "UploadURLFunction", targets: ["UploadURLFunction"]),
        .executable(name: "thumbbench", targets: ["thumbbench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.4"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.30.0"),
        // Without its Foundation trait: no target of ours needs that bridge, and ICU would come with it.
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavformat",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev"])]),
        .systemLibrary(
            name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),

        // What Swift cannot import of the C library's own headers.
        .systemLibrary(name: "CLinux"),

        .target(name: "SigV4", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "S3",
            dependencies: [
                "SigV4",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .target(
            name: "RangeReader",
            dependencies: [
                "S3",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "Thumbnailer",
            dependencies: ["CFFmpeg", "CTurboJPEG", "RangeReader", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: [.strictMemorySafety()]),
        .target(
            name: "LambdaRuntime",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .target(name: "LambdaEvents"),
        .executableTarget(
            name: "ThumbnailFunction",
            dependencies: [
                "LambdaEvents", "LambdaRuntime", "RangeReader", "S3", "Thumbnailer",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        // Small and quick to start: it signs, and calls nothing. So neither S3 nor TLS.
        .executableTarget(
            name: "UploadURLFunction",
            dependencies: [
                "LambdaEvents", "LambdaRuntime", "SigV4",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "Loopback",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "thumbbench",
            dependencies: [
                "CLinux", "LambdaEvents", "Loopback", "RangeReader", "S3", "Thumbnailer",
                // Not linked for its code: so that `swift run thumbbench` also builds the binary that it measures.
                "ThumbnailFunction",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),

        .target(
            name: "TestSupport",
            dependencies: [
                "Loopback", "S3",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/TestSupport"),
        .testTarget(name: "SigV4Tests", dependencies: ["SigV4"]),
        .testTarget(name: "S3Tests", dependencies: ["S3", "TestSupport"]),
        .testTarget(name: "RangeReaderTests", dependencies: ["RangeReader", "TestSupport", "Thumbnailer"]),
        .testTarget(name: "ThumbnailerTests", dependencies: ["Thumbnailer", "TestSupport"]),
        .testTarget(name: "LambdaRuntimeTests", dependencies: ["LambdaRuntime", "Loopback"]),
        .testTarget(name: "LambdaEventsTests", dependencies: ["LambdaEvents"]),
        .testTarget(name: "ThumbnailFunctionTests", dependencies: ["ThumbnailFunction", "TestSupport"]),
        .testTarget(name: "UploadURLFunctionTests", dependencies: ["UploadURLFunction", "TestSupport"]),
        .testTarget(name: "LoopbackTests", dependencies: ["Loopback", "TestSupport"]),
        .testTarget(name: "ThumbbenchTests", dependencies: ["thumbbench", "TestSupport"]),
        .testTarget(name: "EndToEndTests", dependencies: ["ThumbnailFunction", "thumbbench", "TestSupport"]),
    ]
)

// Only whoever measures needs the benchmark package and what it depends on.
if Context.environment["THUMBBENCH_BENCHMARKS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []))
    package.targets.append(
        .executableTarget(
            name: "ThumbnailerBenchmarks",
            dependencies: ["CFFmpeg", "Thumbnailer", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/ThumbnailerBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
}

/// `.ci/run` sets this, so that a newer compiler's new warning never breaks a user's build.
let warningsAreErrors = Context.environment["THUMBBENCH_STRICT"] != nil

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
}
