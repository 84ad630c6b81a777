#!/usr/bin/env bash
# Builds the Zip-type function into .build-upload/zip, where docker/template.yaml takes it from.
#
#   docker run --rm -v "$PWD:/src" -w /src swift:6.3-amazonlinux2023 bash docker/build-upload.sh
#
# Built on Debian 12 it runs there and behind the emulator, but the check at the end refuses it: it asks for a hypotf of
# glibc 2.35, and for libstdc++.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift build -c release --static-swift-stdlib --scratch-path .build-upload --product UploadURLFunction \
    -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker --strip-all "$@"
install -D .build-upload/release/UploadURLFunction .build-upload/zip/bootstrap
install -m 644 docker/web/index.html .build-upload/zip/
# Amazon Linux 2023 has glibc 2.34.
bash docker/check-binary.sh .build-upload/zip/bootstrap 25 2.34
