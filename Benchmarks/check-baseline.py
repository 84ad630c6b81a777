#!/usr/bin/env python3
"""Compares what one thumbnail takes with Benchmarks/baseline.json, in counts that do not depend on how busy or how fast
the machine is: instructions, calls of malloc and its like, requests and bytes. Fails when one has grown by over 5 %.

    swift build -c release --static-swift-stdlib --scratch-path .build-static -Xswiftc -use-ld=lld --product thumbbench
    Benchmarks/check-baseline.py [--update] [.build-static/release/thumbbench]

Needs valgrind and ffmpeg. With --update it writes the baseline, which is to be committed with the change that caused it.
Swift's runtime has to be linked statically: valgrind 3.19 cannot follow its shared libdispatch.
"""

import argparse
import collections
import json
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

BASELINE = pathlib.Path(__file__).parent / "baseline.json"
TOLERANCE = 0.05
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"}

# Made by one thread each, so that they are the same every time on one version of ffmpeg.
SOURCE = ["-f", "lavfi", "-i"]
THUMBNAILS = {
    "1080p H.264 in MP4": ("a.mp4", [*SOURCE, "testsrc2=s=1920x1080:r=25:d=4", "-c:v", "libx264", "-preset", "veryfast",
                                     "-g", "50", "-pix_fmt", "yuv420p"]),
    "4K 10-bit HEVC in MP4": ("b.mp4", [*SOURCE, "testsrc2=s=3840x2160:r=25:d=0.4", "-c:v", "libx265", "-preset",
                                        "ultrafast", "-x265-params", "log-level=none:pools=1:frame-threads=1", "-pix_fmt",
                                        "yuv420p10le"]),
    "720p VP9 in WebM": ("c.webm", [*SOURCE, "testsrc2=s=1280x720:r=25:d=2", "-c:v", "libvpx-vp9", "-deadline",
                                    "realtime", "-cpu-used", "8", "-g", "25", "-b:v", "1M"]),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("thumbbench", nargs="?", default=".build-static/release/thumbbench")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        found = measure(arguments.thumbbench, pathlib.Path(directory))
    if arguments.update:
        BASELINE.write_text(json.dumps(found, indent=2) + "\n")
        print(f"wrote {BASELINE}")
        return
    baseline = json.loads(BASELINE.read_text())
    if baseline["platform"] != found["platform"]:
        print(f"not compared: the baseline is of {baseline['platform']}, and this is {found['platform']}")
        return
    sys.exit(report(baseline["thumbnails"], found["thumbnails"]))


def measure(thumbbench, directory):
    # valgrind 3.19 cannot read the debug information of Swift 6.3.
    stripped = directory / "thumbbench"
    run(["strip", "-o", stripped, thumbbench])
    thumbnails = {}
    for name, (file, recipe) in THUMBNAILS.items():
        video = directory / file
        run(["ffmpeg", "-v", "error", "-nostdin", *recipe, "-bitexact", "-threads", "1", video])
        thumbnails[name] = counts([stripped, "extract", video, "-o", directory / "t.jpg", "--json"], directory)
    version = run(["ffmpeg", "-version"]).split()[2]
    # FFmpeg and glibc choose their code by this.
    vectors = "AVX2" if " avx2 " in pathlib.Path("/proc/cpuinfo").read_text() else "no AVX2"
    return {"platform": f"{platform.machine()}, {vectors}, FFmpeg {version}", "thumbnails": thumbnails}


def counts(command, directory):
    profile = directory / "callgrind.out"
    run(["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={profile}", *command])
    own, libraries, allocations = read_profile(profile, str(command[0]))
    # Without valgrind: where everything takes fifty times as long, a slow answer gets a second request beside it.
    traffic = [json.loads(run(command)) for _ in range(3)]
    return {"own instructions": own, "libraries' instructions": libraries, "allocations": allocations,
            "requests": min(each["requests"] for each in traffic),
            "bytes read": min(each["bytes_read"] for each in traffic)}


def read_profile(path, executable):
    """Instructions of the executable and of all else, and calls of allocators (callgrind's format, version 1)."""
    names, instructions, allocations = {}, collections.Counter(), 0
    current, callee, is_call = "", "", False
    for line in path.read_text(errors="replace").splitlines():
        if match := re.match(r"(c?ob|c?fn)=\((\d+)\)(?: (.*))?", line):
            kind, number, name = match.groups()
            key = (kind[-2:], number)
            if name:
                names[key] = name
            if kind == "ob":
                current = names[key]
            elif kind == "cfn":
                callee = names[key]
        elif line.startswith("calls="):
            is_call = True
            if callee.split("@")[0].split("'")[0] in ALLOCATORS:
                allocations += int(line[6:].split()[0])
        elif re.match(r"[+\-*\d]", line):
            # The line after a call has what the callee took, which is counted where it was spent.
            if not is_call:
                instructions[current] += int(line.split()[-1])
            is_call = False
    own = instructions[executable]
    return own, instructions.total() - own, allocations


def report(baseline, found):
    grown = False
    for name, figures in found.items():
        print(name)
        for figure, value in figures.items():
            before = baseline.get(name, {}).get(figure, 0)
            ratio = value / before if before else float("inf")
            verdict = ""
            if ratio > 1 + TOLERANCE:
                grown, verdict = True, "  GREW"
            elif ratio < 1 - TOLERANCE:
                verdict = "  fell: --update"
            print(f"  {figure:24} {before:>12,} {value:>12,} {ratio - 1:+8.1%}{verdict}")
    if grown:
        print("error: one thumbnail takes more than it did. If that is meant, run with --update and commit the baseline.")
    return 1 if grown else 0


def run(command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"error: {' '.join(map(str, command))}: {result.stderr.strip()[-500:] or result.returncode}")
    return result.stdout


if __name__ == "__main__":
    main()
