import Testing

@testable import S3

@Suite("Profiles in the shared files")
struct SharedProfileTests {
    @Test("The config file says `profile name`, the credentials file says `name` and wins")
    func bothFiles() throws {
        let profile = try SharedProfile(
            name: "dev", config: "[profile dev]\nregion = eu-west-1\naws_access_key_id = CONFIG\n[dev]\nregion = no\n",
            credentials: "[dev]\naws_access_key_id = CREDENTIALS\n[profile dev]\naws_access_key_id = no\n")
        #expect(profile["region"] == "eu-west-1")
        #expect(profile["aws_access_key_id"] == "CREDENTIALS")
    }

    @Test("The default profile need not exist")
    func noFiles() throws {
        let profile = try SharedProfile(name: nil, config: nil, credentials: nil)
        #expect(profile.name == "default")
        #expect(profile["region"] == nil)
    }

    @Test("The default profile may be called `default` in both files")
    func defaultProfile() throws {
        let profile = try SharedProfile(
            name: nil, config: "[default]\nregion = eu-west-1", credentials: "[default]\naws_access_key_id = A")
        #expect(profile["region"] == "eu-west-1")
        #expect(profile["aws_access_key_id"] == "A")
    }

    @Test("A profile that somebody names must exist")
    func missing() {
        #expect {
            try SharedProfile(name: "prod", config: "[profile dev]\n", credentials: "[dev]\n")
        } throws: {
            ($0 as? S3Error)?.code == .invalidConfiguration && "\($0)".contains("prod")
        }
    }

    @Test("A services section gives settings by service")
    func services() throws {
        let profile = try SharedProfile(
            name: nil,
            config: "[default]\nservices = local\n[services local]\ns3 =\n  endpoint_url = http://s3.local\n",
            credentials: nil)
        #expect(profile.value("endpoint_url", service: "s3") == "http://s3.local")
        #expect(profile.value("endpoint_url", service: "ec2") == nil)
    }
}
