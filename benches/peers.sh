#!/bin/sh
# Times sdf-hook beside its floor, git itself, and beside its peers, on the same staged changes.
#
# usage: benches/peers.sh [option…] REPOSITORY
#        benches/peers.sh secrets [option…] DIR
#        benches/peers.sh sast [option…] DIR
#        benches/peers.sh style [option…] DIR
#        benches/peers.sh history [option…] REPOSITORY
#
# The other forms time the search for secrets, for insecure code, or for faults of style beside that
# of other tools instead, on the files below a folder, or in a full history; benches/peers.sh secrets --help and the
# like tell more.
#
#   REPOSITORY            a git repository with Python in it, bare or not; about 5,000 files give
#                         figures that compare with those in the README. It is cloned, not touched.
#   --binary PATH         the sdf-hook to measure   (default: target/release/sdf-hook, then PATH)
#   --hooks FILE          a .pre-commit-config.yaml to run with pre-commit and with prek; its hooks
#                         must be installed already or be installable
#   --runs N              runs of each command at least (default: 30)
#   --keep                leave the working folder and say where it is
#
# The content of REPOSITORY at HEAD becomes one commit of a new repository, repacked. Then three
# changes are staged, one after the other: 1 file with 10 lines, 10 files with 500 and 100 files
# with 5,000, made of whole functions from other files of the repository, appended. For each:
#
#   git diff --cached     the floor: reading the index and printing the staged change
#   sdf-hook run          all families of rules
#   ruff check            without its cache, on the staged files
#   pre-commit, prek      the hooks of --hooks, and the bare framework with a hook that does nothing
#
# and without any change: `sdf-hook --version` (start-up) and `sdf-hook run` (an empty commit).
# Times are medians of hyperfine, memory is the peak of one run as GNU time reports it.
#
# Needs git, awk and hyperfine (Debian and Ubuntu: apt install hyperfine time). A peer that is not
# there is skipped, loudly.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=benches/peers/common.sh
. "$here/benches/peers/common.sh"

case ${1:-} in
secrets | sast | style | history)
    family=$1
    shift
    exec "$here/benches/peers/$family.sh" "$@"
    ;;
esac

binary='' hooks='' runs=30 keep=''
options='binary hooks runs' flags=keep
arguments "$@"
repository=$target
has git || fail "git is not in PATH"
has hyperfine || fail "hyperfine is not in PATH (Debian and Ubuntu: apt install hyperfine)"

find_binary "$here"
[ -z "$hooks" ] || hooks=$(absolute "$hooks")

# Nothing of the user's own git is measured, and nothing of git's is taken from the surroundings.
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_OBJECT_DIRECTORY
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 LC_ALL=C
export GIT_AUTHOR_NAME=bench GIT_AUTHOR_EMAIL=bench@example.org
export GIT_COMMITTER_NAME=bench GIT_COMMITTER_EMAIL=bench@example.org

work_folder

# Commands are measured by names and paths that need no quoting.
mkdir "$work/bin"
[ -z "$binary" ] || ln -s "$binary" "$work/bin/sdf-hook"
PATH=$work/bin:$PATH

# The content of HEAD as one commit in a new, repacked repository.
source=$(git -C "$repository" rev-parse --absolute-git-dir) || fail "$repository is no git repository"
git clone --quiet --depth 1 "file://$source" "$work/repository"
cd "$work/repository"
rm -rf .git
git init --quiet
git add --all --force
git commit --quiet --message=base
git repack -adq
git config gc.auto 0
files=$(git ls-files | wc -l)

# Functions of the repository: from a `def` in the first column to the next line there, without
# those that hold a triple quote by half. One a file, named NUMBER.LINES.
mkdir "$work/functions"
git ls-files -z '*.py' | xargs -0 awk -v folder="$work/functions" '
    function close_function(   name, quotes, copy) {
        if (length(text) == 0) return
        copy = text
        quotes = gsub(/"""|\047\047\047/, "", copy)
        if (quotes % 2 == 0 && lines >= 3 && lines <= 60 && count < 4000) {
            name = sprintf("%s/%05d.%d", folder, ++count, lines)
            printf "\n\n%s", text > name
            close(name)
        }
        text = ""; lines = 0; blank = ""
    }
    FNR == 1 { close_function(); decorated = 0 }
    /^def / && !decorated { close_function(); text = $0 "\n"; lines = 3; next }
    length(text) && /^[ \t]*$/ { blank = blank $0 "\n"; next }
    length(text) && (/^[ \t]/ || /^\)/) {
        lines += gsub(/\n/, "\n", blank) + 1
        text = text blank $0 "\n"; blank = ""
        next
    }
    { close_function(); decorated = /^@/ }
    END { close_function() }
' 2>/dev/null
find "$work/functions" -type f | sort >"$work/pool"
[ -s "$work/pool" ] || fail "$repository has no Python functions to stage"

# stage FILES LINES: appends functions to FILES files, LINES lines in all or a few less.
stage() {
    git reset --quiet --hard
    git ls-files '*.py' | while IFS= read -r path; do
        if [ -f "$path" ] && [ ! -L "$path" ] && [ -s "$path" ]; then printf '%s\n' "$path"; fi
    done | awk -v want="$1" '{ all[NR] = $0 } END {
        step = int(NR / want); if (step < 1) step = 1
        for (at = 1; at <= NR && taken < want; at += step) { print all[at]; taken++ }
    }' >"$work/chosen"
    awk -v pool="$work/pool" -v files="$1" -v lines="$2" '
        BEGIN {
            while ((getline name < pool) > 0) {
                functions[++count] = name
                size[count] = name; sub(/.*\./, "", size[count])
            }
        }
        {
            # Each file gets its share of what is left: the next functions that are not too long,
            # and at the end one that fits best.
            share = int((lines - used) / (files - NR + 1)); tried = 0
            while (share >= 5 && tried++ < 4 * count) {
                at = at % count + 1
                least = share > 12 ? 0 : share - int(tried / count)
                if (size[at] + 0 > share || size[at] + 0 < least) continue
                print functions[at] "\t" $0
                share -= size[at]; used += size[at]; tried = 0
            }
        }
    ' "$work/chosen" >"$work/plan"
    while IFS='	' read -r function path; do
        [ -z "$(tail -c 1 "$path")" ] || echo >>"$path"
        cat "$function" >>"$path"
    done <"$work/plan"
    git add --update
    # Names without spaces and quotes only, so that they can stand in a command line.
    git diff --cached --name-only | grep -v "[^A-Za-z0-9_./-]" >"$work/staged" || true
}

# measure NAME COMMAND…: a line of the table; the first of a table is the floor.
measure() {
    name=$1
    shift
    status=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    # 1 says that there are findings; more, that there is no result to time.
    if [ "$status" -gt 1 ]; then
        skip "$name: exit code $status: $(tail -n 1 "$work/err")"
        return
    fi
    # No shell in between, so that a start costs what it costs in a hook.
    hyperfine -N --warmup 10 --min-runs "$runs" --ignore-failure --style none \
        --export-csv "$work/times.csv" "$*" >/dev/null 2>"$work/err" ||
        fail "hyperfine: $(tail -n 1 "$work/err")"
    seconds=$(tail -n 1 "$work/times.csv" | awk -F, '{ print $(NF - 4) }')
    memory='-'
    if [ -n "$time_program" ]; then
        "$time_program" -f %M -o "$work/memory" "$@" >/dev/null 2>&1 </dev/null || true
        memory=$(tail -n 1 "$work/memory" | awk '{ printf "%.1f MB", $1 / 1024 }')
    fi
    [ -n "$floor" ] || floor=$seconds
    awk -v name="$name" -v seconds="$seconds" -v floor="$floor" -v memory="$memory" 'BEGIN {
        printf "%-34s %9.2f ms %8.2f x %14s\n", name, seconds * 1000, seconds / floor, memory
    }'
}

heading() {
    floor=''
    printf '\n%s\n%-34s %12s %10s %14s\n' "$1" command median "to floor" "peak memory"
}

time_program=''
for candidate in /usr/bin/time "$(command -v gtime || true)"; do
    if [ -x "$candidate" ] && "$candidate" -f %M true >/dev/null 2>&1; then
        time_program=$candidate
        break
    fi
done
[ -n "$time_program" ] || skip "peak memory: GNU time is not there (apt install time)"
has ruff || skip "ruff: not in PATH"
[ -n "$hooks" ] || skip "the hooks of a project: no --hooks FILE"
cat >.git/nothing.yaml <<END
repos:
  - repo: local
    hooks:
      - {id: nothing, name: nothing, entry: "true", language: system, always_run: true}
END

[ -z "$hooks" ] || cp "$hooks" .git/hooks.yaml

# What every table holds after the floor.
peers() {
    [ -z "$binary" ] || measure "sdf-hook run" sdf-hook run
    if has ruff && [ -s "$work/staged" ]; then
        # shellcheck disable=SC2046
        measure "ruff check" ruff check --no-cache --isolated --quiet $(cat "$work/staged")
    fi
    for framework in pre-commit prek; do
        has "$framework" || continue
        measure "$framework, a hook doing nothing" "$framework" run --config .git/nothing.yaml
        [ -z "$hooks" ] || measure "$framework, $(basename "$hooks")" "$framework" run --config .git/hooks.yaml
    done
}
for framework in pre-commit prek; do
    has "$framework" || skip "$framework: not in PATH"
done

echo "machine: $(processor), $(getconf _NPROCESSORS_ONLN) processors, $(uname -sr)"
echo "versions: $(git --version), $(hyperfine --version)$(has ruff && echo ", $(ruff --version)")"
[ -z "$binary" ] || echo "measured: $("$binary" --version), $binary"
echo "repository: $repository, $files files, one commit, repacked"

heading "nothing staged"
measure "git diff --cached" git diff --cached
if [ -n "$binary" ]; then
    measure "sdf-hook --version" sdf-hook --version
    measure "sdf-hook run" sdf-hook run
fi

for change in "1 10" "10 500" "100 5000"; do
    # shellcheck disable=SC2086
    stage $change
    heading "$(git diff --cached --numstat | awk '{ lines += $1 } END { printf "%d file%s, %d lines staged", NR, NR == 1 ? "" : "s", lines }')"
    measure "git diff --cached" git diff --cached
    peers
done
