import FoundationEssentials

@testable import thumbbench

/// A Lambda function in a few lines of bash, in a directory of its own that goes away with it.
final class ScriptedFunction: Sendable {
    private let directory: URL
    let binary: FunctionBinary

    /// `call METHOD PATH BODY` speaks to the Runtime API, `next` leaves an event's id in `$id`, and `request PORT TEXT`
    /// asks any server on this host: the answer's headers are then in `$headers`, its body in `$body`.
    static let runtime = #"""
        request() {
            local line length=0
            exec 3<>"/dev/tcp/127.0.0.1/$1"
            printf '%s' "$2" >&3
            headers=''
            while IFS= read -r line <&3 && line=${line%$'\r'} && [[ $line ]]; do
                headers+="$line"$'\n'
                [[ ${line,,} =~ ^content-length:\ *([0-9]+) ]] && length=${BASH_REMATCH[1]}
            done
            LC_ALL=C IFS= read -r -N "$length" body <&3
            exec 3>&-
        }
        call() {
            local path=/2018-06-01/runtime$2
            request "${AWS_LAMBDA_RUNTIME_API#*:}" \
                "$1 $path HTTP/1.1"$'\r\nHost: x\r\nContent-Length: '"${#3}"$'\r\n\r\n'"$3"
        }
        next() {
            call GET /invocation/next ''
            [[ ${headers,,} =~ request-id:\ *([^[:space:]]+) ]] && id=${BASH_REMATCH[1]}
        }
        respond() { call POST "/invocation/$id/response" "$1"; }
        fail() { call POST "/invocation/$id/error" "{\"errorType\":\"$1\",\"errorMessage\":\"$2\"}"; }
        """#

    init(_ script: String) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "thumbbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let url = directory.appending(path: "bootstrap")
        let path = url.path(percentEncoded: false)
        try Data("#!/bin/bash\n\(Self.runtime)\n\(script)\n".utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        binary = try FunctionBinary(path)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }
}
