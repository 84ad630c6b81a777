import Subprocess
import Testing

@testable import thumbbench

struct TunePlanTests {
    private let tiers = [128, 256, 512, 1_024].map(MemoryTier.init(megabytes:))

    @Test func `In each round every tier has one cold start for each video and its share of the warm invocations`() {
        let plan = TunePlan(tiers: tiers, videos: 2, cold: 3, warm: 10, seed: 1)
        #expect(plan.rounds.count == 3)
        for (round, share) in zip(plan.rounds, [3, 3, 4]) {
            #expect(round.map(\.video) == [0, 0, 0, 0, 1, 1, 1, 1])
            for video in 0..<2 {
                let sizes = round.filter { $0.video == video }.map(\.tier.megabytes)
                #expect(sizes.sorted() == [128, 256, 512, 1_024])
            }
            #expect(round.allSatisfy { $0.warm == share })
        }
    }

    @Test func `The order changes from round to round and is the seed's`() {
        let plan = TunePlan(tiers: tiers, videos: 1, cold: 8, warm: 8, seed: 1)
        #expect(Set(plan.rounds.map { $0.map(\.tier.megabytes) }).count > 3)
        #expect(plan == TunePlan(tiers: tiers, videos: 1, cold: 8, warm: 8, seed: 1))
        #expect(plan != TunePlan(tiers: tiers, videos: 1, cold: 8, warm: 8, seed: 2))
    }

    @Test func `One by one nothing runs beside anything`() {
        let plan = TunePlan(tiers: tiers, videos: 1, cold: 2, warm: 0, seed: 1)
        #expect(plan.oneByOne.map(\.count) == Array(repeating: 1, count: 8))
        #expect(plan.oneByOne.flatMap { $0 } == plan.rounds.flatMap { $0 })
    }

    @Test(arguments: [(2.0, 2), (3, 1)])
    func `Side by side is only what has CPUs of its own`(cpus: Double, batches: Int) {
        let tiers = [128, 256, 512, 1_024, 1_769].map(MemoryTier.init(megabytes:))
        let plan = TunePlan(tiers: tiers, videos: 1, cold: 1, warm: 0, seed: 3).sideBySide(cpus: cpus)
        #expect(plan.joined().map(\.tier.megabytes).sorted() == [128, 256, 512, 1_024, 1_769])
        for batch in plan { #expect(batch.map(\.tier.cpus).reduce(0, +) <= cpus) }
        #expect(plan.count == batches)
    }

    @Test func `A tier that timed out with a video is not tried with it again, others are`() {
        var results = TuneResults()
        let step = TunePlan.Step(tier: tiers[0], video: 0, warm: 1)
        var record = EnvironmentRecord()
        record.verdict = Verdict(
            .processEnded, during: .invocation, status: .signaled(9), usage: nil, lastWords: [])
        results.add(record, of: step)
        #expect(results.isWorthwhile(step))
        record.verdict = Verdict(
            .timedOut(after: .seconds(1)), during: .invocation, status: .signaled(9), usage: nil, lastWords: [])
        results.add(record, of: step)
        #expect(!results.isWorthwhile(step))
        #expect(results.isWorthwhile(TunePlan.Step(tier: tiers[0], video: 1, warm: 1)))
        #expect(results.isWorthwhile(TunePlan.Step(tier: tiers[1], video: 0, warm: 1)))
        #expect(results[tiers[0], video: 0].count == 2)
    }

    @Test func `A load is a number of invocations or a time`() {
        let counted = InvocationLoad(warmup: 1, warm: .count(2))
        #expect(counted.goesOn(after: 1, elapsed: .seconds(99)) && !counted.goesOn(after: 2, elapsed: .zero))
        #expect(counted.fraction(answered: 1, elapsed: .zero) == 0.25)
        let timed = InvocationLoad(warm: .lasting(.seconds(4)))
        #expect(timed.goesOn(after: 99, elapsed: .seconds(3)) && !timed.goesOn(after: 0, elapsed: .seconds(4)))
        #expect(timed.fraction(answered: 9, elapsed: .seconds(1)) == 0.25)
        #expect(!InvocationLoad.coldOnly.goesOn(after: 0, elapsed: .zero))
    }
}
