#!/bin/sh
# Times the search of a full history for secrets: sdf-hook, git itself, and other scanners.
#
# usage: benches/peers.sh history [option…] REPO
#
#   REPO                  a git repository, bare or not; 50,000 commits in a pack of 300 MB or more give
#                         figures that compare with those in the README. It is only read.
#   --binary PATH         the sdf-hook to measure   (default: target/release/sdf-hook, then PATH)
#   --threads N           threads of each, on as many processors (default: 2)
#   --runs N              rounds; each runs every command once (default: 3)
#   --limit SECONDS       a command that takes longer is stopped and left out (default: 1800)
#   --only NAMES          only these besides ours and git index-pack, with commas between them
#
# All run on the first N processors (taskset), offline, without asking any service whether a secret is
# valid, with the rules they come with, on the same clone: REPO itself if all of its objects are in
# one pack, else a bare clone that is repacked first.
#
#   sdf-hook              cargo build --release; history --select secrets
#   sdf-hook, a range     the same for the last 50 commits of HEAD
#   git index-pack        verifies the pack; its index goes to a temporary file
#   git cat-file          --batch-all-objects --batch --unordered: every object, to /dev/null
#   git log               -p --all, to /dev/null
#   kingfisher            pip install kingfisher-bin; every blob of the history
#   gitleaks              go install github.com/zricethezav/gitleaks/v8@latest; the diffs of git log
#   betterleaks, trufflehog
#
# Times are wall times of the fastest round, with the processor time (user and system) of that round;
# memory is the peak of a process as GNU time reports it. An uncounted round of ours fills the caches.
#
# Needs git, GNU time and taskset (Debian and Ubuntu: apt install time util-linux). A peer that is not
# there is skipped, loudly.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=benches/peers/common.sh
. "$here/benches/peers/common.sh"

binary='' threads=2 runs=3 limit=1800 only=''
options='binary threads runs limit only' flags=''
arguments "$@"
has taskset || fail "taskset is not in PATH (Debian and Ubuntu: apt install util-linux)"
has git || fail "git is not in PATH"
/usr/bin/time -f %M true >/dev/null 2>&1 || fail "GNU time is not there (apt install time)"
find_binary "$here"
[ -n "$binary" ] || exit 2

work_folder
# Nothing of the user's own settings is measured.
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_OBJECT_DIRECTORY
export HOME="$work/home" GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
mkdir "$HOME"
printf '[safe]\n directory = *\n[pack]\n writeReverseIndex = false\n' >"$GIT_CONFIG_GLOBAL"

repository=$(git -C "$target" rev-parse --absolute-git-dir) || fail "$target is no git repository"
# count WHAT: a figure of `git count-objects`.
count() {
    git -C "$repository" count-objects -v | sed -n "s/^$1: //p"
}
if [ "$(count packs)" != 1 ] || [ "$(count count)" != 0 ] ||
    [ -e "$repository/objects/info/alternates" ]; then
    echo "cloning and repacking: not all objects are in one pack" >&2
    git clone --quiet --mirror "file://$repository" "$work/clone.git"
    repository=$work/clone.git
    git -C "$repository" repack -adq
fi
pack=$(echo "$repository"/objects/pack/*.pack)
cd "$repository"

processors=0-$((threads - 1))
first=$(git rev-list --first-parent --max-count=51 HEAD 2>/dev/null | tail -n 1 || true)

# command NAME: runs it; what it finds goes to standard output.
command_of() {
    case $1 in
    sdf-hook)
        set -- "$binary" history --select secrets --jobs "$threads" --exit-zero --format jsonl
        ;;
    sdf-hook-range)
        set -- "$binary" history --select secrets --jobs "$threads" --exit-zero --format jsonl \
            "$first..HEAD"
        ;;
    git-index-pack)
        rm -f "$work/pack.idx"
        set -- git index-pack --threads="$threads" -o "$work/pack.idx" "$pack"
        ;;
    git-cat-file)
        set -- git cat-file --batch-all-objects --batch --unordered
        ;;
    git-log)
        set -- git log -p --all
        ;;
    kingfisher)
        set -- kingfisher scan --jobs "$threads" --no-validate --no-update-check \
            --git-history full --format jsonl .
        ;;
    gitleaks | betterleaks)
        set -- "$1" git --no-banner --exit-code 0 --report-format json --report-path - .
        ;;
    trufflehog)
        set -- trufflehog git --no-verification --no-update --concurrency "$threads" --json \
            "file://$repository"
        ;;
    esac
    /usr/bin/time -o "$work/cost" -f '%e %U %S %M' timeout "$limit" taskset -c "$processors" "$@"
}

# findings NAME: how many there are in the output.
findings() {
    case $1 in
    gitleaks | betterleaks) grep -c '"RuleID":' ;;
    trufflehog) grep -c '"SourceMetadata":' ;;
    kingfisher) grep -c '"rule":' ;;
    sdf-hook*) grep -c . ;;
    *) echo - ;;
    esac || true
}

# round NUMBER: every command once, so that they meet the same disturbances.
round() {
    for name in $commands; do
        case $1:$name in
        0:sdf-hook | [1-9]*) ;;
        *) continue ;;
        esac
        status=0
        case $name in
        # What git tells is too much to keep.
        git-*) command_of "$name" >/dev/null 2>"$work/err" </dev/null || status=$? ;;
        *) command_of "$name" >"$work/out" 2>"$work/err" </dev/null || status=$? ;;
        esac
        # A scanner may tell of findings by its exit code; timeout's own are 124 and more, and
        # kingfisher's are 200 and more. Ours is 2 if something could not be searched.
        if [ "$status" -ge 124 ] && [ "$status" -lt 200 ] ||
            ! grep -qE '^[0-9.]+ [0-9.]+ [0-9.]+ [0-9]+$' "$work/cost"; then
            skip "$name: exit code $status: $(tail -n 1 "$work/err")"
            commands=$(echo "$commands" | tr ' ' '\n' | grep -vx "$name" | tr '\n' ' ')
            continue
        fi
        case $name:$status in
        sdf-hook*:2 | git-*:[1-9]*)
            [ "$1" -ne 1 ] || echo "NOTE: $name: exit code $status: $(head -n 1 "$work/err")" >&2
            ;;
        esac
        [ "$1" -eq 0 ] ||
            echo "$name $(tail -n 1 "$work/cost") $(findings "$name" <"$work/out")" >>"$work/results"
    done
}

commands='sdf-hook git-index-pack'
wants() {
    [ -z "$only" ] || case ,$only, in *",$1,"*) ;; *) return 1 ;; esac
}
if [ -n "$first" ]; then
    ! wants sdf-hook-range || commands="$commands sdf-hook-range"
fi
for name in git-cat-file git-log; do
    ! wants "$name" || commands="$commands $name"
done
for name in kingfisher gitleaks betterleaks trufflehog; do
    wants "$name" || continue
    if has "$name"; then commands="$commands $name"; else skip "$name: not in PATH"; fi
done

echo "machine: $(processor), $(getconf _NPROCESSORS_ONLN) processors, $(uname -sr)"
echo "measured: $("$binary" --version), $binary; $(git --version); $threads threads"
echo "repository: $target, $(git rev-list --all --count) commits, $(count in-pack) objects," \
    "a pack of $(wc -c <"$pack") bytes"

number=0
while [ "$number" -le "$runs" ]; do
    round "$number"
    number=$((number + 1))
done

printf '\n%-18s %10s %10s %12s %8s %10s %14s\n' \
    command seconds processor "to index-pack" "to ours" findings "peak memory"
for name in $commands; do
    awk -v name="$name" '
        $1 == "sdf-hook" && (!ours || $2 < ours) { ours = $2 }
        $1 == "git-index-pack" && (!floor || $2 < floor) { floor = $2 }
        $1 == name {
            if (!seen++ || $2 < best) { best = $2; processor = $3 + $4 }
            if ($5 > memory) memory = $5
            findings = $6
        }
        END {
            if (!seen || !ours || !floor) exit
            printf "%-18s %10.2f %10.2f %11.2fx %7.1fx %10s %11.1f MB\n", name, best, processor,
                best / floor, best / ours, findings, memory / 1024
        }
    ' "$work/results"
done
