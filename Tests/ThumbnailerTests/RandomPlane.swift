import Foundation
import Loopback

@testable import Thumbnailer

/// A plane with random samples between random padding, in memory of its own.
final class RandomPlane {
    let width: Int
    let height: Int
    let depth: Int
    let stride: Int
    private let bytes: UnsafeMutableRawBufferPointer

    init(width: Int, height: Int, depth: Int, padding: Int = 0, using generator: inout SplitMix64) {
        self.width = width
        self.height = height
        self.depth = depth
        let sample = depth > 8 ? 2 : 1
        stride = width * sample + padding
        unsafe bytes = .allocate(byteCount: stride * (height - 1) + width * sample, alignment: 1)
        for y in 0..<height {
            for x in 0..<width { set(x, y, UInt16(truncatingIfNeeded: generator.next()) & UInt16((1 << depth) - 1)) }
        }
        fillPadding(using: &generator)
    }

    deinit { unsafe bytes.deallocate() }

    var base: UnsafeRawPointer { unsafe UnsafeRawPointer(bytes.baseAddress!) }
    var samples: PlaneSamples {
        unsafe PlaneSamples(base: base, stride: stride, columns: width, lines: height, depth: depth)
    }

    func set(_ x: Int, _ y: Int, _ value: UInt16) {
        if depth > 8 {
            unsafe bytes.storeBytes(of: value.littleEndian, toByteOffset: y * stride + 2 * x, as: UInt16.self)
        } else {
            unsafe bytes.storeBytes(of: UInt8(value), toByteOffset: y * stride + x, as: UInt8.self)
        }
    }

    subscript(x: Int, y: Int) -> UInt16 {
        unsafe depth > 8
            ? bytes.loadUnaligned(fromByteOffset: y * stride + 2 * x, as: UInt16.self)
            : UInt16(bytes.load(fromByteOffset: y * stride + x, as: UInt8.self))
    }

    func fillPadding(using generator: inout SplitMix64) {
        let used = width * (depth > 8 ? 2 : 1)
        for y in 0..<height - 1 {
            for x in used..<stride {
                unsafe bytes.storeBytes(
                    of: UInt8(truncatingIfNeeded: generator.next()), toByteOffset: y * stride + x, as: UInt8.self)
            }
        }
    }

    /// Area averages in double precision, in units of the results of the kernels.
    func reference(
        width: Int, height: Int, x originX: Double = 0, y originY: Double = 0, width sourceWidth: Double? = nil,
        height sourceHeight: Double? = nil
    ) -> [Double] {
        let (stepX, stepY) = (
            (sourceWidth ?? Double(self.width)) / Double(width), (sourceHeight ?? Double(self.height)) / Double(height)
        )
        func weights(_ i: Int, _ origin: Double, _ step: Double, _ count: Int) -> [(Int, Double)] {
            let (a, b) = (origin + Double(i) * step, origin + Double(i + 1) * step)
            return (Int(a.rounded(.down))..<Int(b.rounded(.up))).map { k in
                (min(max(k, 0), count - 1), (min(Double(k + 1), b) - max(Double(k), a)) / step)
            }
        }
        let scale = Double(1 << (16 - depth))
        return (0..<height).flatMap { j in
            let rows = weights(j, originY, stepY, self.height)
            return (0..<width).map { i in
                weights(i, originX, stepX, self.width).reduce(0) { sum, column in
                    sum + column.1 * rows.reduce(0) { $0 + $1.1 * Double(self[column.0, $1.0]) }
                } * scale
            }
        }
    }
}

/// Peak signal-to-noise ratio in decibels of samples of sixteen bits.
func psnr(_ samples: [UInt16], _ reference: [Double]) -> Double {
    let error = zip(samples, reference).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
    return 10 * log10(65535 * 65535 * Double(samples.count) / max(error, 1e-9))
}
