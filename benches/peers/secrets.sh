#!/bin/sh
# Times the search for secrets of sdf-hook and of its peers in the files below one folder.
#
# usage: benches/peers.sh secrets [option…] DIR
#
#   DIR                   what to scan; some 500 MB of mixed source code give figures that compare
#                         with those in the README. It is only read.
#   --binary PATH         the sdf-hook to measure   (default: target/release/sdf-hook, then PATH)
#   --runs N              rounds; each runs every command once (default: 3)
#   --core N              the processor that all of them share (default: 0)
#   --limit SECONDS       a command that takes longer is stopped and left out (default: 1800)
#
# All run on one processor (taskset), offline, without asking any service whether a secret is
# valid, with the rules they come with, git's history left aside:
#
#   sdf-hook              cargo build --release
#   kingfisher            pip install kingfisher-bin; --turbo is a measure of its own
#   gitleaks              go install github.com/zricethezav/gitleaks/v8@latest
#   ripsecrets            cargo install ripsecrets
#   betterleaks, trufflehog, detect-secrets
#
# Times are the processor time (user and system) of the fastest round, so that other work on the
# machine counts little; MB/s is the size of all files by that. A peer leaves out what its own
# rules say (binary files, lock files, large files), we what ignore files name. An uncounted round
# of ours and kingfisher fills the caches: the system's, and kingfisher's of compiled rules.
#
# Needs GNU time and taskset (Debian and Ubuntu: apt install time util-linux). A peer that is not
# there is skipped, loudly.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=benches/peers/common.sh
. "$here/benches/peers/common.sh"

binary='' runs=3 core=0 limit=1800
options='binary runs core limit' flags=''
arguments "$@"
folder=$(cd "$target" && pwd)
has taskset || fail "taskset is not in PATH (Debian and Ubuntu: apt install util-linux)"
/usr/bin/time -f %M true >/dev/null 2>&1 || fail "GNU time is not there (apt install time)"

find_binary "$here"
[ -n "$binary" ] || exit 2

work_folder
# Nothing of the user's own settings is measured.
export HOME="$work/home" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
mkdir "$HOME"
cd "$folder"

# scan NAME: runs one scanner on the working directory; its findings go to standard output.
scan() {
    case $1 in
    sdf-hook) set -- "$binary" scan --select secrets --jobs 1 --exit-zero --format jsonl . ;;
    kingfisher | kingfisher-turbo)
        turbo=$([ "$1" = kingfisher ] || echo --turbo)
        # shellcheck disable=SC2086
        set -- kingfisher scan $turbo --jobs 1 --no-validate --no-update-check --git-history none \
            --format jsonl .
        ;;
    gitleaks | betterleaks)
        set -- "$1" dir --no-banner --exit-code 0 --report-format json --report-path - .
        ;;
    ripsecrets) set -- ripsecrets . ;;
    trufflehog)
        set -- trufflehog filesystem --no-verification --no-update --concurrency 1 --json .
        ;;
    detect-secrets) set -- detect-secrets --cores 1 scan --all-files --no-verify ;;
    esac
    /usr/bin/time -o "$work/cost" -f '%U %S %M' timeout "$limit" taskset -c "$core" "$@"
}

# count NAME: how many findings there are in the output.
count() {
    case $1 in
    gitleaks | betterleaks) grep -c '"RuleID":' ;;
    detect-secrets) grep -c '"hashed_secret":' ;;
    trufflehog) grep -c '"SourceMetadata":' ;;
    kingfisher*) grep -c '"rule":' ;;
    *) grep -c . ;;
    esac || true
}

# round NUMBER: every scanner once, so that they meet the same disturbances.
round() {
    for name in $scanners; do
        case $1:$name in
        0:sdf-hook | 0:kingfisher* | [1-9]*) ;;
        *) continue ;;
        esac
        status=0
        scan "$name" >"$work/out" 2>"$work/err" </dev/null || status=$?
        # A scanner may tell of findings by its exit code; timeout's own are 124 and more, and
        # kingfisher's are 200 and more.
        if [ "$status" -ge 124 ] && [ "$status" -lt 200 ] || ! grep -qE '^[0-9.]+ [0-9.]+ [0-9]+$' "$work/cost"; then
            skip "$name: exit code $status: $(tail -n 1 "$work/err")"
            scanners=$(echo "$scanners" | tr ' ' '\n' | grep -vx "$name" | tr '\n' ' ')
            continue
        fi
        [ "$1" -eq 0 ] ||
            echo "$name $(tail -n 1 "$work/cost") $(count "$name" <"$work/out")" >>"$work/results"
    done
}

scanners=sdf-hook
for name in kingfisher gitleaks ripsecrets betterleaks trufflehog detect-secrets; do
    if has "$name"; then scanners="$scanners $name"; else skip "$name: not in PATH"; fi
    [ "$name" != kingfisher ] || ! has kingfisher || scanners="$scanners kingfisher-turbo"
done

bytes=$(find . -type f -not -path '*/.git/*' -printf '%s\n' | awk '{ all += $1 } END { print all }')
files=$(find . -type f -not -path '*/.git/*' | wc -l)
echo "machine: $(processor), $(uname -sr)"
echo "measured: $("$binary" --version), $binary"
echo "folder: $folder, $files files, $bytes bytes"

number=0
while [ "$number" -le "$runs" ]; do
    round "$number"
    number=$((number + 1))
done

printf '\n%-18s %10s %10s %8s %10s %12s\n' scanner seconds MB/s ours "findings" "peak memory"
for name in $scanners; do
    awk -v name="$name" -v bytes="$bytes" '
        $1 == "sdf-hook" && (!ours || $2 + $3 < ours) { ours = $2 + $3 }
        $1 == name {
            if (!best || $2 + $3 < best) best = $2 + $3
            if ($4 > memory) memory = $4
            findings = $5
        }
        END {
            if (!best || !ours) exit
            printf "%-18s %10.2f %10.1f %7.1fx %10d %9.1f MB\n", name, best, bytes / best / 1e6,
                best / ours, findings, memory / 1024
        }
    ' "$work/results"
done
