#!/usr/bin/env bash
# Whether an executable is fit for deployment: shared libraries, Foundation, ICU, the C library's version, symbols, size.
#
#   docker/check-binary.sh BINARY [MEGABYTES [GLIBC]]
#
# MEGABYTES is the largest size, 44 by default; GLIBC the newest version it may ask for, 2.36 by default, that of Debian 12.
# Prints what it found; the exit status is 1 if anything was wrong.
set -euo pipefail
(($# >= 1)) || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 64; }
binary=$1 megabytes=${2:-44} newest=${3:-2.36}
[[ -f $binary ]] || { echo "check-binary: no file $binary" >&2; exit 66; }
failures=0
fail() { echo "check-binary: $binary: $*" >&2; failures=$((failures + 1)); }

# What each Debian, and Amazon Linux, has before anything is installed. FFmpeg, turbojpeg, dav1d, Foundation, ICU are not among them.
while read -r library; do
    case $library in
        libc.so.6 | libm.so.6 | libgcc_s.so.1 | ld-linux-*.so.*) ;;
        *) fail "needs $library" ;;
    esac
done < <(objdump -p "$binary" | awk '$1 == "NEEDED" { print $2 }')

# Linked statically, they show by their text: ICU by the name of its data, Foundation by that of a class.
! grep -qaE 'icudt[0-9]+|ucol_open' "$binary" || fail "has ICU in it: something imports Foundation, or uses a formatter"
! grep -qaE 'NSCalendar|_TtC10Foundation' "$binary" || fail "has Foundation in it, not just FoundationEssentials"

glibc=$(objdump -T "$binary" | grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
[[ $(printf '%s\n' "$glibc" "$newest" | sort -V | tail -n 1) == "$newest" ]] ||
    fail "needs glibc $glibc for $(objdump -T "$binary" | awk -v v="GLIBC_$glibc" 'index($0, v) { print $NF }' | paste -sd ' '), not just $newest"

! objdump -h "$binary" | grep -qE ' \.(symtab|debug_info) ' || fail "has debugging information: it is not stripped"

size=$(stat -Lc %s "$binary")
((size <= megabytes * 1000000)) || fail "has $size bytes, more than $megabytes MB"

((failures == 0)) || exit 1
echo "check-binary: $binary: $((size / 1000)) kB, glibc $glibc, $(objdump -p "$binary" | awk '$1 == "NEEDED" { print $2 }' | paste -sd ' ')"
