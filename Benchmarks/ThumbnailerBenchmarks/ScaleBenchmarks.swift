import Benchmark
import Thumbnailer

/// `THUMBBENCH_BENCHMARKS=1 swift package benchmark`. Each kernel has the name of the test that checks it; pictures are
/// scaled to 480 x 270, with libswscale beside.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuTotal], warmupIterations: 3, maxDuration: .seconds(2), maxIterations: 500)

    for (name, width, height) in [("1080p", 1920, 1080), ("4K", 3840, 2160)] {
        for depth in [8, 10] {
            Benchmark("\(name) \(depth) bits, area kernels") { benchmark in
                let picture = NoisePicture(width: width, height: height, depth: depth)
                benchmark.startMeasurement()
                for _ in benchmark.scaledIterations { blackHole(picture.averaged(width: 480, height: 270)) }
            }
            Benchmark("\(name) \(depth) bits, libswscale SWS_AREA") { benchmark in
                let picture = NoisePicture(width: width, height: height, depth: depth)
                benchmark.startMeasurement()
                for _ in benchmark.scaledIterations { picture.swscaled(width: 480, height: 270) }
            }
        }
    }

    for depth in [8, 10] {
        Benchmark("averageLines, 4 of 1920, \(depth) bits", configuration: .init(scalingFactor: .kilo)) { benchmark in
            let picture = NoisePicture(width: 1920, height: 4, depth: depth)
            let weights = [UInt16](repeating: 8192, count: 4)
            var result = [UInt16](repeating: 0, count: 1920)
            benchmark.startMeasurement()
            for _ in benchmark.scaledIterations {
                weights.withUnsafeBufferPointer { weights in
                    AreaKernel.averageLines(
                        picture.planes[0].0, stride: picture.planes[0].1, depth: depth, weights: weights, columns: 1920,
                        into: &result)
                }
                blackHole(result[0])
            }
        }
    }

    Benchmark("transpose, 1920 columns", configuration: .init(scalingFactor: .kilo)) { benchmark in
        let lines = [UInt16](repeating: 1, count: 16 * 1920)
        var result = lines
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            AreaKernel.transpose(lines, stride: 1920, columns: 1920, into: &result)
            blackHole(result[0])
        }
    }

    Benchmark("averageColumns, 1920 to 480", configuration: .init(scalingFactor: .kilo)) { benchmark in
        let columns = [UInt16](repeating: 1, count: 16 * 1920)
        let axis = AxisWeights(count: 480, origin: 0, length: 1920, sampleCount: 1920)
        var result = [UInt16](repeating: 0, count: 16 * 480)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            AreaKernel.averageColumns(columns, step: 1, axis: axis, lines: 16, into: &result, stride: 480)
            blackHole(result[0])
        }
    }
}
