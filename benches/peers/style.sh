#!/bin/sh
# Times the checks of style and of files beside those of peers, on the Python files below one folder.
#
# usage: benches/peers.sh style [option…] DIR
#
#   DIR                   where the Python files are, such as the sources of Ansible or Django. They
#                         are copied, and nothing else is looked at.
#   --binary PATH         the sdf-hook to measure   (default: target/release/sdf-hook, then PATH)
#   --runs N              rounds; each runs every command once (default: 5)
#
# All run with the settings they come with, without a cache:
#
#   sdf-hook              cargo build --release; pycodestyle's checks, and these with those of files
#   ruff                  pip install ruff; --select E,W --preview, what it has of the former
#   pycodestyle           pip install pycodestyle; once only, since it takes long
#
# Times are the processor time (user and system) of the fastest round, so that other work on the
# machine counts little. Needs hyperfine (Debian and Ubuntu: apt install hyperfine). A peer that is
# not in PATH is skipped, loudly.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=benches/peers/common.sh
. "$here/benches/peers/common.sh"

binary='' runs=5
options='binary runs' flags=''
arguments "$@"
folder=$(cd "$target" && pwd)
has hyperfine || fail "hyperfine is not in PATH (Debian and Ubuntu: apt install hyperfine)"
find_binary "$here"
[ -n "$binary" ] || exit 2

work_folder
export HOME="$work/home" LC_ALL=C
mkdir "$HOME" "$work/bin" "$work/files"
ln -s "$binary" "$work/bin/sdf-hook"
PATH=$work/bin:$PATH
(cd "$folder" && find . -type f -name '*.py' -print0 | tar --null --files-from=- -cf -) |
    tar -C "$work/files" -xf -
cd "$work/files"
echo "machine: $(processor), $(uname -sr)"
echo "measured: $("$binary" --version), $binary"
echo "folder: $folder, $(find . -name '*.py' | wc -l) files, $(find . -name '*.py' -print0 | xargs -0 cat | wc -c) bytes"
printf '\n%-34s %12s %10s\n' command processor "to ruff"

# cost ROUNDS LABEL COMMAND: a line with the least processor time; the first is what others are
# compared with.
floor=''
cost() {
    round=1
    : >"$work/costs"
    while [ "$round" -le "$1" ]; do
        hyperfine -N --runs 1 --ignore-failure --style none --export-csv "$work/times.csv" "$3" \
            >"$work/out" 2>&1 || fail "$2: $(tail -n 1 "$work/out")"
        tail -n 1 "$work/times.csv" | awk -F, '{ print $(NF - 3) + $(NF - 2) }' >>"$work/costs"
        round=$((round + 1))
    done
    best=$(sort -g "$work/costs" | head -n 1)
    floor=${floor:-$best}
    awk -v name="$2" -v best="$best" -v floor="$floor" 'BEGIN {
        printf "%-34s %9.1f ms %8.2f x\n", name, best * 1000, best / floor
    }'
}

if has ruff; then
    cost "$runs" "ruff --select E,W --preview" \
        "ruff check --select E,W --preview --no-cache --isolated --quiet --exit-zero ."
else
    skip "ruff: not in PATH"
fi
cost "$runs" "sdf-hook --select E,W" "sdf-hook scan --select E,W --exit-zero --quiet ."
cost "$runs" "sdf-hook --select E,W,hygiene" \
    "sdf-hook scan --select E,W,hygiene --exit-zero --quiet ."
if has pycodestyle; then
    cost 1 "pycodestyle --select E,W" "pycodestyle --select=E,W --quiet --quiet ."
else
    skip "pycodestyle: not in PATH"
fi
