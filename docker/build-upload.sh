#!/usr/bin/env bash
# Builds the Zip-type function into .build-upload/zip, where docker/template.yaml takes it from: for Amazon Linux 2023,
# on Debian 12 or a later Debian or Ubuntu. Anywhere else:
#
#   docker run --rm -v "$PWD:/src" -w /src swift:6.3-bookworm bash docker/build-upload.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p .build-upload/link .build-upload/zip

# Amazon Linux 2023 has glibc 2.34. Swift's overlay of the C library names hypotf, of which glibc 2.35 has a new version, and
# that is the only symbol newer than 2.34: so it is defined here. In double precision squares of floats cannot overflow.
clang -O2 -x c -c -o .build-upload/link/hypotf.o - <<'C'
float hypotf(float x, float y) {
    if (__builtin_isinf(x) || __builtin_isinf(y)) return __builtin_inff();
    return (float)__builtin_sqrt((double)x * x + (double)y * y);
}
C
# Found before the shared one of the same name.
ln -sf "$(clang -print-file-name=libstdc++.a)" .build-upload/link/

link=("$PWD/.build-upload/link/hypotf.o" "-L$PWD/.build-upload/link" --no-export-dynamic --strip-all)
swift build -c release --static-swift-stdlib --scratch-path .build-static --product UploadURLFunction \
    -Xswiftc -use-ld=lld "${link[@]/#/-Xlinker=}" "$@"
install .build-static/release/UploadURLFunction .build-upload/zip/bootstrap
install -m 644 docker/web/index.html .build-upload/zip/
bash docker/check-binary.sh .build-upload/zip/bootstrap 25 2.34
