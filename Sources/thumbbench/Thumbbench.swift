import ArgumentParser
import Thumbnailer

@main
struct Thumbbench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thumbbench",
        abstract: "Make, invoke and measure video thumbnails on this machine as AWS Lambda would.",
        version: "0.1.0 (\(LibraryVersions.description))",
        subcommands: [
            ExtractCommand.self, SheetCommand.self, RunCommand.self, TuneCommand.self, CompareCommand.self,
            InvokeCommand.self, DoctorCommand.self,
        ]
    )
}
