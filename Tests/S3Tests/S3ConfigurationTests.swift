import Testing

@testable import S3

@Suite("Configuration from the environment and a profile")
struct S3ConfigurationTests {
    private func configuration(_ environment: [String: String], config: String = "") throws -> S3Configuration {
        try S3Configuration(
            environment: Environment(environment),
            profile: SharedProfile(name: nil, config: "[default]\n" + config, credentials: nil))
    }

    @Test("The region comes from AWS_REGION, AWS_DEFAULT_REGION, the profile, in this order")
    func region() throws {
        let all = ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"]
        #expect(try configuration(all, config: "region = eu-west-3").region == "eu-west-1")
        #expect(
            try configuration(["AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-2"], config: "region = eu-west-3")
                .region == "eu-west-2")
        #expect(try configuration([:], config: "region = eu-west-3").region == "eu-west-3")
    }

    @Test("Without a region there is us-east-1 for a custom endpoint, and an error for AWS")
    func noRegion() throws {
        #expect(try configuration(["AWS_ENDPOINT_URL": "http://localhost:4566"]).region == "us-east-1")
        #expect { try configuration([:]) } throws: { ($0 as? S3Error)?.code == .invalidConfiguration }
    }

    @Test("The endpoint comes from the most special setting")
    func endpoint() throws {
        let config = """
            region = eu-west-1
            endpoint_url = http://profile
            services = s
            [services s]
            s3 =
              endpoint_url = http://services
            """
        let special = ["AWS_ENDPOINT_URL_S3": "http://special", "AWS_ENDPOINT_URL": "http://general"]
        #expect(try configuration(special, config: config).endpoint.authority == "special")
        #expect(
            try configuration(["AWS_ENDPOINT_URL": "http://general"], config: config).endpoint.authority == "general")
        #expect(try configuration([:], config: config).endpoint.authority == "services")
        #expect(
            try configuration([:], config: "region = eu-west-1\nendpoint_url = http://profile").endpoint.authority
                == "profile")
        #expect(try configuration(["AWS_REGION": "eu-west-1"]).endpoint.authority == "s3.eu-west-1.amazonaws.com")
    }

    @Test("Configured endpoints can be ignored")
    func ignoredEndpoint() throws {
        let environment = [
            "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_S3": "http://special",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
        ]
        #expect(try configuration(environment).endpoint.isAmazon)
        #expect(
            try configuration(
                ["AWS_REGION": "eu-west-1"],
                config: "endpoint_url = http://profile\nignore_configured_endpoint_urls = true"
            ).endpoint.isAmazon)
    }

    @Test("The addressing style comes from the environment, then from the profile's s3 settings")
    func addressingStyle() throws {
        let config = "region = eu-west-1\ns3 =\n  addressing_style = virtual\n"
        #expect(try configuration([:], config: config).addressingStyle == .virtual)
        #expect(try configuration(["AWS_S3_ADDRESSING_STYLE": "path"], config: config).addressingStyle == .path)
        #expect(try configuration(["AWS_REGION": "eu-west-1"]).addressingStyle == .auto)
        #expect { try configuration(["AWS_REGION": "eu-west-1", "AWS_S3_ADDRESSING_STYLE": "dns"]) } throws: {
            ($0 as? S3Error)?.code == .invalidConfiguration
        }
    }

    @Test("A region cannot smuggle in another host", arguments: ["", "evil.example/", "eu-west-1.evil", "EU", "a@b"])
    func badRegion(region: String) {
        #expect { try S3Configuration(region: region) } throws: { ($0 as? S3Error)?.code == .invalidConfiguration }
    }
}
