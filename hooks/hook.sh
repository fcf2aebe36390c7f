#!/bin/sh
# sdf-hook: hook script, version 1
#
# Written by `sdf-hook install`. It checks what git is about to store or send; `--no-verify`
# skips it once. `sdf-hook uninstall` takes it away and puts back the hook that was here before,
# which waits beside this file as {{hook}}.sdf-hook-kept and still runs first. By hand: delete
# this file and, if there is one, rename the other back.

hook={{hook}}
binary={{binary}}
# Not empty: this folder serves many repositories (core.hooksPath of the user or the machine).
shared={{shared}}
# The kept hook's own interpreter, if that is a shell.
interpreter={{interpreter}}
kept=$0.sdf-hook-kept

# The kept hook restarted itself by name (`exec bash "$0"`): that name leads here now.
[ "${SDF_HOOK_KEPT-}" = "$$" ] && exec "$kept" "$@"

# In a shared folder, act only in the repositories that installed sdf-hook.
installed() {
    [ -n "$shared" ] || return 0
    if [ -z "${GIT_DIR-}" ] && [ -d .git ]; then
        common=.git
    else
        common=$(git rev-parse --git-common-dir) || return 1
    fi
    [ -e "$common/sdf-hook/hooks/$hook" ]
}

# Many hooks look at their own name ($0) to learn what to do. A shell can run a file under
# another name; other programs see the new one.
run_kept() {
    if [ -n "$interpreter" ]; then
        $interpreter -c 'export SDF_HOOK_KEPT=$$; . "$0.sdf-hook-kept"' "$0" "$@"
    else
        "$kept" "$@"
    fi
}

find_binary() {
    wanted=$binary
    for binary in "$(command -v sdf-hook)" \
        "${HOME-}/.cargo/bin/sdf-hook" "${HOME-}/.local/bin/sdf-hook"; do
        [ -f "$binary" ] && [ -x "$binary" ] && return
    done
    cat >&2 <<END
sdf-hook: the program is gone, so nothing was checked and git was stopped.
  Looked for $wanted
  and for sdf-hook in PATH, ~/.cargo/bin and ~/.local/bin.
  Install it again, and run \`sdf-hook install\` if it moved;
  or stop using it here: delete $0
  (and rename $kept back, if it exists);
  or skip the check this once: --no-verify
END
    exit 1
}

if [ ! -x "$kept" ] || [ -d "$kept" ]; then
    # Git ignores a hook that it may not execute, and so do we.
    installed || exit 0
    [ -x "$binary" ] || find_binary
    exec "$binary" hook "$hook" -- "$@"
fi

if ! installed; then
    run_kept "$@"
    exit
fi
case $hook in
pre-push | post-rewrite)
    # Both read the lines that git writes. The dot saves the last line end, which $() drops.
    lines=$(cat && echo .)
    lines=${lines%.}
    printf %s "$lines" | run_kept "$@" || exit
    [ -x "$binary" ] || find_binary
    printf %s "$lines" | "$binary" hook "$hook" -- "$@"
    ;;
*)
    run_kept "$@" || exit
    [ -x "$binary" ] || find_binary
    exec "$binary" hook "$hook" -- "$@"
    ;;
esac
