#!/bin/sh
# Times the search for insecure Python of sdf-hook and of its peers in the files below one folder.
#
# usage: benches/peers.sh sast [option…] DIR
#
#   DIR                   where the Python files are; 600 of 5 MB give figures that compare with those
#                         in the README. They are copied, and nothing else is looked at.
#   --semgrep-rules DIR   the rules that semgrep runs with: of semgrep's public rules the folder
#                         `python`. Ours is measured with them as well, and how fast it loads them.
#   --binary PATH         the sdf-hook to measure   (default: target/release/sdf-hook, then PATH)
#   --runs N              rounds; each runs every command once (default: 3)
#   --core N              the processor that all of them share (default: 0)
#   --limit SECONDS       a command that takes longer is stopped and left out (default: 3600)
#
# All run on one processor (taskset), offline, without a cache, with the rules they come with:
#
#   sdf-hook              cargo build --release; its rules for insecure code
#   ruff                  pip install ruff; --select S, the checks of bandit that it has
#   bandit                pip install bandit
#   semgrep               pip install semgrep
#
# Times are the processor time (user and system) of the fastest round, so that other work on the
# machine counts little; memory is the peak of a process as GNU time reports it. Four tables: all
# files, the one of them that is nearest to 95 KB, start-up, and the rules of --semgrep-rules on a
# file of two lines, which is what it takes to load them.
#
# Needs hyperfine, GNU time and taskset (Debian and Ubuntu: apt install hyperfine time util-linux).
# A peer that is not in PATH is skipped, loudly.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=benches/peers/common.sh
. "$here/benches/peers/common.sh"

binary='' runs=3 core=0 limit=3600 semgrep_rules=''
options='binary runs core limit semgrep-rules' flags=''
arguments "$@"
folder=$(cd "$target" && pwd)
[ -z "$semgrep_rules" ] || semgrep_rules=$(cd "$semgrep_rules" && pwd)
has taskset || fail "taskset is not in PATH (Debian and Ubuntu: apt install util-linux)"
has hyperfine || fail "hyperfine is not in PATH (Debian and Ubuntu: apt install hyperfine)"
/usr/bin/time -f %M true >/dev/null 2>&1 || fail "GNU time is not there (apt install time)"
find_binary "$here"
[ -n "$binary" ] || exit 2

work_folder
# Nothing of the user's own settings is measured.
export HOME="$work/home" LC_ALL=C SEMGREP_SEND_METRICS=off SEMGREP_ENABLE_VERSION_CHECK=0
mkdir "$HOME" "$work/bin" "$work/files" "$work/one" "$work/two" "$work/costs"
# Commands are measured by names and paths that need no quoting.
ln -s "$binary" "$work/bin/sdf-hook"
PATH=$work/bin:$PATH
(cd "$folder" && find . -type f -name '*.py' -print0 | tar --null --files-from=- -cf -) |
    tar -C "$work/files" -xf -
# semgrep leaves out tests unless a project says what to leave out.
for place in files one two; do : >"$work/$place/.semgrepignore"; done
find "$work/files" -name '*.py' -printf '%s %p\n' |
    awk '{ size = $1; sub(/^[0-9]+ /, ""); print (size > 95000 ? size - 95000 : 95000 - size), $0 }' |
    sort -n | head -n 1 | cut -d ' ' -f 2- >"$work/chosen"
[ -s "$work/chosen" ] || fail "there are no Python files below $folder"
cp "$(cat "$work/chosen")" "$work/one/one.py"
printf 'import os\nprint(os.name)\n' >"$work/two/two.py"
rules=''
if [ -n "$semgrep_rules" ]; then
    ln -s "$semgrep_rules" "$work/rules"
    rules=$work/rules/
fi

ours='sdf-hook scan --select sast --jobs 1 --exit-zero --quiet'
theirs="sdf-hook scan --rules $rules --no-builtin --jobs 1 --exit-zero --quiet"

# cost KEY PLACE COMMAND: runs the command in that folder and notes its processor time.
cost() {
    key=$1 place=$2 command=$3
    [ ! -e "$work/costs/$key.failed" ] || return 0
    status=0
    (cd "$work/$place" && hyperfine -N --runs 1 --ignore-failure --style none \
        --export-csv "$work/times.csv" "timeout $limit taskset -c $core $command") \
        >"$work/out" 2>&1 || status=$?
    if [ "$status" -ne 0 ] || grep -q 'non-zero exit code: [2-9]' "$work/out"; then
        skip "$command: $(tail -n 1 "$work/out")"
        : >"$work/costs/$key.failed"
        return 0
    fi
    tail -n 1 "$work/times.csv" | awk -F, '{ print $(NF - 3) + $(NF - 2) }' >>"$work/costs/$key"
    [ -e "$work/costs/$key.memory" ] ||
        (cd "$work/$place" && /usr/bin/time -f %M -o "$work/costs/$key.memory" \
            timeout "$limit" taskset -c "$core" sh -c "exec $command" >/dev/null 2>&1) || true
}

# table NAME TITLE: prints the costs of its commands, ours first.
table() {
    printf '\n%-34s %12s %10s %14s\n' "$2" processor "to ours" "peak memory"
    floor=''
    while IFS='	' read -r key table place label command; do
        [ "$table" = "$1" ] && [ -s "$work/costs/$key" ] || continue
        best=$(sort -g "$work/costs/$key" | head -n 1)
        floor=${floor:-$best}
        memory=$(tail -n 1 "$work/costs/$key.memory")
        awk -v name="$label" -v best="$best" -v floor="$floor" -v memory="$memory" 'BEGIN {
            printf "%-34s %9.1f ms %8.1f x %11.1f MB\n", name, best * 1000, best / floor, memory / 1024
        }'
    done <"$work/plan"
}

# plan TABLE PLACE LABEL COMMAND: a line of a table; its key is the number of the line.
lines=0
plan() {
    lines=$((lines + 1))
    printf '%s\t%s\t%s\t%s\t%s\n' "$lines" "$1" "$2" "$3" "$4" >>"$work/plan"
}
for name in ruff bandit semgrep; do
    has "$name" || skip "$name: not in PATH"
done
[ -n "$rules" ] || skip "semgrep, and loading rules: no --semgrep-rules DIR"
semgrep="semgrep scan --metrics=off --disable-version-check --no-git-ignore --quiet --jobs 1 --config $rules ."
for place in files one; do
    plan $place $place "sdf-hook" "$ours ."
    ! has ruff || plan $place $place "ruff --select S" \
        "ruff check --select S --no-cache --isolated --quiet --exit-zero ."
    ! has bandit || plan $place $place "bandit" "bandit -r -q --exit-zero ."
    [ -n "$rules" ] || continue
    ! has semgrep || plan $place $place "semgrep, --semgrep-rules" "$semgrep"
    plan $place $place "sdf-hook, --semgrep-rules" "$theirs ."
done
plan start two "sdf-hook --version" "sdf-hook --version"
for name in ruff bandit semgrep; do
    ! has "$name" || plan start two "$name --version" "$name --version"
done
plan load two "sdf-hook, built-in rules" "$ours two.py"
if [ -n "$rules" ]; then
    plan load two "sdf-hook, --semgrep-rules" "$theirs two.py"
    ! has semgrep || plan load two "semgrep, --semgrep-rules" "$semgrep"
fi

echo "machine: $(processor), $(uname -sr)"
echo "measured: $("$binary" --version), $binary"
echo "folder: $folder, $(find "$work/files" -name '*.py' | wc -l) files," \
    "$(cat "$work/files/.semgrepignore" "$(cat "$work/chosen")" | wc -c) bytes in the one"
[ -z "$rules" ] || echo "rules: $semgrep_rules, $(find "$rules" -name '*.yaml' -o -name '*.yml' | wc -l) files"

round=1
while [ "$round" -le "$runs" ]; do
    while IFS='	' read -r key table place label command; do
        cost "$key" "$place" "$command" </dev/null
    done <"$work/plan"
    round=$((round + 1))
done

table files "all files"
table one "one file"
table start "start-up"
table load "two lines"
