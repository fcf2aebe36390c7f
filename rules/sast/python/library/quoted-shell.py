import shlex
import subprocess
import urllib.parse

name = source()

# ok: python.quoted-for-shell
sink("ls " + shlex.quote(name))
# ok: python.quoted-for-shell
sink(shlex.join(["ls", name]))
# ok: python.quoted-for-shell
sink(subprocess.list2cmdline(["dir", name]))
# ok: python.quoted-for-shell
sink(f"ls {shell_quote(name)}")
# ok: python.quoted-for-shell
sink(tools.shlex_quote(name))
# ruleid: python.quoted-for-shell
sink("ls '" + name + "'")
# ruleid: python.quoted-for-shell
sink("ls " + shlex.quote(name) + "/" + name)
# ruleid: python.quoted-for-shell
sink(urllib.parse.quote(name))
