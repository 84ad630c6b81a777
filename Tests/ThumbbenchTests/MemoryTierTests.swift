import Testing

@testable import thumbbench

struct MemoryTierTests {
    @Test(arguments: [(128, 1_447), (512, 5_789), (1_024, 11_577), (1_769, 20_000), (3_008, 34_008), (10_240, 115_772)])
    func `A tier gets its part of a CPU in each 20 ms`(megabytes: Int, microseconds: Int) {
        #expect(MemoryTier(megabytes: megabytes).quotaMicroseconds == microseconds)
    }

    @Test func `Lambda's megabytes are of 2^20 bytes`() {
        #expect(MemoryTier(megabytes: 128).bytes == 134_217_728)
    }

    @Test func `What is above the host's CPUs is refused with the reason`() throws {
        #expect(MemoryTier(megabytes: 3_538).obstacle(hostCPUs: 2) == nil)
        let obstacle = try #require(MemoryTier(megabytes: 3_539).obstacle(hostCPUs: 2))
        #expect(obstacle.contains("this host has 2"))
        #expect(obstacle.contains("3538 MB"))
    }

    @Test func `Several at a time need their CPUs together`() throws {
        #expect(MemoryTier(megabytes: 512).obstacle(hostCPUs: 2, sideBySide: 6) == nil)
        let obstacle = try #require(MemoryTier(megabytes: 512).obstacle(hostCPUs: 2, sideBySide: 7))
        #expect(obstacle.contains("7 times 512 MB") && obstacle.contains("it can show 6 at a time"))
    }

    @Test func `A large host's largest tier is Lambda's`() {
        #expect(MemoryTier(megabytes: 10_240).obstacle(hostCPUs: 6) == nil)
    }

    @Test(arguments: [("0-1", 2), ("0", 1), ("0-2,4,8-9", 6), ("", nil)])
    func `CPUs are those that the process may use`(list: String, count: Int?) {
        let status = "Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t\(list)\nMems_allowed:\t1\n"
        #expect(Host.allowedCPUs(inStatus: status) == count)
        #expect(Host.current.cpus >= 1)
    }
}
