# shellcheck shell=sh
# What benches/peers.sh and the scripts beside this one share. It is sourced, by `sh`.

# usage CODE: prints the comment at the head of the script and exits.
usage() {
    sed -n '2,/^set -eu/p' "$0" | sed -n 's/^# \{0,1\}//p'
    exit "$1"
}

fail() {
    echo "peers.sh: $*" >&2
    exit 2
}

skip() {
    echo "SKIPPED: $*" >&2
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# arguments ARGUMENT…: sets the variable of each option in $options to its value and of each one in
# $flags to yes, and $target to what is no option.
arguments() {
    target=''
    while [ $# -gt 0 ]; do
        name=${1#--}
        case $1 in
        -h | --help) usage 0 ;;
        --*)
            case " ${flags:-} | ${options:-} " in
            *" $name "*'|'*) eval "$(variable "$name")=yes" ;;
            *'|'*" $name "*)
                [ $# -gt 1 ] || fail "$1 wants a value"
                eval "$(variable "$name")=\$2"
                shift
                ;;
            *) fail "unknown option $1; try --help" ;;
            esac
            ;;
        -*) fail "unknown option $1; try --help" ;;
        *) target=$1 ;;
        esac
        shift
    done
    [ -n "$target" ] || usage 2
}

variable() {
    echo "$1" | tr - _
}

absolute() {
    echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}

# find_binary ROOT: sets $binary, if it is not set, to the sdf-hook that was built in ROOT or is in
# PATH; it stays empty without one.
find_binary() {
    if [ -z "$binary" ]; then
        binary=$1/target/release/sdf-hook
        [ -x "$binary" ] || binary=$(command -v sdf-hook || true)
    else
        binary=$(command -v "$binary") || fail "there is no such program: --binary"
    fi
    [ -z "$binary" ] || binary=$(absolute "$binary")
    [ -n "$binary" ] ||
        skip "sdf-hook: neither target/release/sdf-hook (cargo build --release) nor in PATH"
}

processor() {
    name=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    echo "${name:-$(uname -m)}"
}

# work_folder: sets $work to a folder that goes when the script ends, unless $keep is set.
work_folder() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/sdf-peers.XXXXXX")
    trap 'if [ -n "${keep:-}" ]; then echo "kept: $work" >&2; else rm -rf "$work"; fi' EXIT
    trap 'exit 130' INT TERM
}
