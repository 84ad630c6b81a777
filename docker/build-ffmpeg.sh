#!/usr/bin/env bash
# Builds what a function needs of FFmpeg, and nothing else, from Debian's source packages, into PREFIX:
#
#   docker/build-ffmpeg.sh PREFIX
#   docker/build-static.sh PREFIX
#
# Static, position-independent libraries: libavformat, libavcodec, libavutil and libswscale under the LGPL, with dav1d for AV1,
# libjpeg-turbo, zlib and GCC's libstdc++. No protocols, network, encoders, muxers, devices or filters, so nothing in them can open a file
# or an address. Debian's shared libraries take 30 ms and 29 MB to load; these take 1 ms.
#
# Takes 2 to 3 minutes on two cores, and no time when PREFIX is complete; remove PREFIX for Debian's later security updates.
# Needs no root: apt fetches the sources with lists of its own and checks their signatures and sums.
set -euo pipefail

# Tests/ThumbnailerTests compare these with Container.known.
demuxers=(
    mov matroska ogg flv avi asf mxf nut gxf rm wtv dv gif apng yuv4mpegpipe ivf mpegts mpegps
    h264 hevc mpegvideo m4v h263 h261 vc1 vc1t obu mjpeg dirac
    # Audio, to be told as such.
    mp3 aac ac3 eac3 flac wav w64 aiff au amr dts caf ape tta wv mpc
)

# Not opened either, but known, or another would take them for its own: a photo for a video of one JPEG.
refused_demuxers=(image_jpeg_pipe)

# What these containers are known to hold. No audio: nothing is decoded but one frame.
decoders=(
    # Distribution and phones
    h264 hevc vp8 vp9 libdav1d mpeg1video mpeg2video mpegvideo mpeg4 h261 h263 h263i h263p theora vp3 vc1 vc1image dirac snow cavs
    # Windows, Flash and Real
    msmpeg4v1 msmpeg4v2 msmpeg4v3 wmv1 wmv2 wmv3 wmv3image mss1 mss2 mts2 msvideo1 msrle
    flv flashsv flashsv2 vp4 vp5 vp6 vp6a vp6f vp7 rv10 rv20 rv30 rv40
    # QuickTime and the early years
    svq1 svq3 cinepak indeo2 indeo3 indeo4 indeo5 qtrle rpza smc eightbps cljr aasc asv1 asv2 ulti vcr1 wnv1 xl truemotion1
    truemotion2 truemotion2rt cyuv loco qpeg mjpeg mjpegb amv sp5x jpegls
    # Cameras and editing
    dvvideo prores dnxhd cfhd jpeg2000 hap dxv notchlc aic pixlet speedhq hq_hqa hqx mvha sheervideo avrp avui r10k r210
    v210 v210x v308 v408 v410 ayuv yuv4 y41p zero12v bitpacked rawvideo m101
    # Lossless and archives
    ffv1 huffyuv ffvhuff utvideo magicyuv lagarith cllc dxtory fraps vble ylc hymt zerocodec
    # Screens
    zmbv zlib mszh cscd tscc tscc2 g2m fic vmnc screenpresso rscc rasc fmvc scpr mwsc wcmv lscr mscc srgc tdsc
    # Pictures in a row
    png apng gif bmp tiff targa targa_y216 webp dpx
)

parsers=(
    h264 hevc vp8 vp9 av1 mpegvideo mpeg4video h261 h263 vc1 vp3 dirac cavsvideo mjpeg dnxhd jpeg2000 rv30 rv40 png gif bmp webp dpx
    # Where a stream of sound begins and how long it lasts
    aac aac_latm ac3 dca flac mpegaudio opus vorbis mlp dvaudio
)

# extract_extradata: a decoder's parameters out of packets. The demuxers and decoders name what else they need.
bitstream_filters=(extract_extradata)

tools=(apt-get dpkg-source dpkg-parsechangelog gcc make meson ninja pkg-config)
[[ $(uname -m) != x86_64 ]] || tools+=(nasm)
debian_packages="dpkg-dev gcc libstdc++-12-dev make meson ninja-build nasm pkg-config libturbojpeg0-dev zlib1g-dev debian-archive-keyring"

say() { printf 'build-ffmpeg: %s\n' "$*"; }
die() { printf 'build-ffmpeg: error: %s\n' "$*" >&2; exit 1; }

(($# == 1)) && [[ $1 != -* ]] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 64; }
mkdir -p "$1"
prefix=$(cd "$1" && pwd)
stamp=$prefix/.complete
recipe=$(sha256sum <"$0")
if [[ $(cat "$stamp" 2>/dev/null) == "$recipe" ]]; then
    say "$prefix is complete: $(head -n 1 "$prefix/FFMPEG_VERSION")"
    exit
fi
rm -f "$stamp"

for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null || die "no '$tool' in PATH; apt-get install $debian_packages"
done
for archive in libturbojpeg.a libz.a libstdc++.a; do
    [[ -f $(gcc -print-file-name=$archive) ]] || die "no $archive; apt-get install $debian_packages"
done

work=$(mktemp -d)
trap '(($? == 0)) || tail -n 30 "$work/log" >&2 2>/dev/null; rm -rf "$work"' EXIT

# Debian 12's, on whatever Debian or Ubuntu this runs; its own lists, so that the machine's apt stays as it is.
fetch_sources() {
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [[ -f $keyring ]] || die "no $keyring; apt-get install debian-archive-keyring"
    mkdir -p "$work/apt/lists/partial" "$work/apt/archives/partial" "$work/source"
    cat >"$work/apt/debian.sources" <<SOURCES
Types: deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: $keyring

Types: deb-src
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: $keyring
SOURCES
    local apt=(
        apt-get -qq -o Dir::Etc::SourceList="$work/apt/debian.sources" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt" -o APT::Sandbox::User="$(id -un)"
        -o Acquire::Retries=3
    )
    "${apt[@]}" update
    (cd "$work/source" && "${apt[@]}" source ffmpeg dav1d >/dev/null)
    rm -f "$work"/source/*.tar.* "$work"/source/*.dsc
    ffmpeg=$(echo "$work"/source/ffmpeg-*) dav1d=$(echo "$work"/source/dav1d-*)
}

version() { dpkg-parsechangelog -l "$1/debian/changelog" -S Version; }

build_dav1d() {
    say "dav1d $(version "$dav1d")"
    meson setup "$work/dav1d" "$dav1d" --prefix "$prefix" --libdir lib --default-library static --buildtype release \
        -Denable_tools=false -Denable_tests=false >"$work/log"
    ninja -C "$work/dav1d" install >"$work/log"
}

# Those of the system, without the shared libraries beside them: a linker that looks here first takes no others.
copy_archives() {
    local name
    for name in libturbojpeg libz libstdc++; do
        install -m 644 -t "$prefix/lib" "$(gcc -print-file-name=$name.a)"
    done
    install -m 644 -t "$prefix/include" /usr/include/turbojpeg.h /usr/include/zlib.h
    local library
    for library in libturbojpeg zlib; do
        sed -E -e "s|^prefix=.*|prefix=$prefix|" -e "s|^(exec_prefix)=.*|\1=\${prefix}|" \
            -e 's|^(shared)?libdir=.*|\1libdir=${prefix}/lib|' -e 's|^includedir=.*|includedir=${prefix}/include|' \
            "$(pkg-config --variable=pcfiledir $library)/$library.pc" >"$prefix/lib/pkgconfig/$library.pc"
    done
}

comma() { local IFS=,; echo "$*"; }

build_ffmpeg() {
    say "ffmpeg $(version "$ffmpeg")"
    mkdir "$work/ffmpeg"
    cd "$work/ffmpeg"
    PKG_CONFIG_PATH=$prefix/lib/pkgconfig "$ffmpeg/configure" --prefix="$prefix" \
        --enable-static --disable-shared --enable-pic --extra-cflags='-ffunction-sections -fdata-sections' \
        --disable-autodetect --disable-debug --disable-doc --disable-programs \
        --disable-everything --disable-network --disable-avdevice --disable-avfilter --disable-postproc --disable-swresample \
        --enable-zlib --enable-libdav1d \
        --enable-demuxer="$(comma "${demuxers[@]}" "${refused_demuxers[@]}")" --enable-decoder="$(comma "${decoders[@]}")" \
        --enable-parser="$(comma "${parsers[@]}")" --enable-bsf="$(comma "${bitstream_filters[@]}")" >"$work/log"
    check_components
    make -j"$(nproc)" install >"$work/log" 2>&1
    cd /
}

# configure passes over a name that it does not know, and leaves out silently what it cannot build.
check_components() {
    local kind name
    for kind in demuxer decoder parser; do
        local -n names=${kind}s
        for name in "${names[@]}"; do
            grep -q "^#define CONFIG_${name^^}_${kind^^} 1$" config_components.h || die "FFmpeg has no $kind $name"
        done
    done
    ! grep -E '^#define CONFIG_.*_(PROTOCOL|ENCODER|MUXER|INDEV|OUTDEV|FILTER) 1$' config_components.h ||
        die "these were not to be built"
    grep -q '"LGPL version 2.1 or later"' config.h || die "the licence is not the LGPL 2.1"
}

# SwiftPM asks pkg-config without --static, so what a static library needs must stand in the lines for all.
merge_private_libraries() {
    local file
    for file in "$prefix"/lib/pkgconfig/*.pc; do
        local private
        private=$(sed -n 's/^Libs\.private: *//p' "$file")
        # 64-bit machines have the atomic operations as instructions: no library for them.
        sed -i -e "s|^Libs:.*|& $private|" -e '/^Libs\.private:/d' -e 's/-latomic//g' \
            -e 's/^Requires\.private: \(..*\)/Requires: \1/' -e '/^Requires.*: *$/d' "$file"
    done
}

copy_licences() {
    local licences=$prefix/share/licenses
    mkdir -p "$licences"/{ffmpeg,dav1d,libjpeg-turbo,zlib,libstdc++}
    install -m 644 -t "$licences/ffmpeg" "$ffmpeg"/{COPYING.LGPLv2.1,LICENSE.md,CREDITS}
    install -m 644 -t "$licences/dav1d" "$dav1d/COPYING"
    install -m 644 /usr/share/doc/libturbojpeg0-dev/copyright "$licences/libjpeg-turbo/copyright"
    install -m 644 /usr/share/doc/zlib1g-dev/copyright "$licences/zlib/copyright"
    install -m 644 /usr/share/doc/libstdc++6/copyright "$licences/libstdc++/copyright"
}

record_versions() {
    local installed='${source:Package} ${source:Version}\n'
    {
        echo "ffmpeg $(version "$ffmpeg")"
        echo "dav1d $(version "$dav1d")"
        dpkg-query --show --showformat "$installed" libturbojpeg0-dev zlib1g-dev
        echo
        echo "Debian's sources: 'apt-get source PACKAGE=VERSION'. FFmpeg was configured with:"
        sed -n 's/^#define FFMPEG_CONFIGURATION "\(.*\)"$/\1/p' "$work/ffmpeg/config.h"
    } >"$prefix/FFMPEG_VERSION"
}

fetch_sources
build_dav1d
copy_archives
build_ffmpeg
merge_private_libraries
copy_licences
record_versions
echo "$recipe" >"$stamp"
say "$prefix is complete, after $SECONDS s: $(du -sh "$prefix/lib" | cut -f 1) of libraries"
