/// What went wrong around a test: a tool that is missing, a server that does not start, a file that cannot be made.
package struct TestSupportError: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
