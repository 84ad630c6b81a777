/// One profile of AWS's shared files, `~/.aws/config` and `~/.aws/credentials`.
///
/// Pure: takes the files' contents. Where both files have a setting, the credentials file wins.
package struct SharedProfile: Sendable {
    package let name: String
    private let settings: INIDocument.Section
    /// By service, the settings of the section that the profile's `services` names.
    private let services: [String: [String: String]]

    /// - Parameters:
    ///   - name: nil for `default`, which need not exist; a profile that somebody names must.
    ///   - config: the contents of the config file, where sections are called `profile name`; nil if there is none.
    ///   - credentials: the contents of the credentials file, where sections are called `name`; nil if there is none.
    /// - Throws: `invalidConfiguration` when the named profile is in neither file.
    package init(name: String?, config: String?, credentials: String?) throws(S3Error) {
        let config = INIDocument(config ?? "").sections
        let credentials = INIDocument(credentials ?? "").sections
        self.name = name ?? "default"
        let found = [
            config["profile \(self.name)"] ?? (self.name == "default" ? config["default"] : nil),
            credentials[self.name],
        ].compactMap(\.self)
        guard !found.isEmpty || name == nil else {
            throw S3Error(.invalidConfiguration, "no profile \(self.name) in the shared config and credentials files")
        }
        settings = found.reduce(into: INIDocument.Section()) { merged, section in
            merged.values.merge(section.values) { _, later in later }
            merged.nested.merge(section.nested) { _, later in later }
        }
        services = settings.values["services"].flatMap { config["services \($0)"]?.nested } ?? [:]
    }

    /// A setting's value; nil if it is missing or empty.
    subscript(name: String) -> String? {
        settings.values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of a setting that stands indented below another.
    subscript(parent: String, name: String) -> String? {
        settings.nested[parent]?[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A setting for one service, from the section that the profile's `services` names.
    func value(_ name: String, service: String) -> String? {
        services[service]?[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
