import html
import shlex
import subprocess

import bleach
from django.utils.html import format_html
from psycopg import sql
from psycopg2.extensions import quote_ident

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

# ok: python.quoted-for-sql
sink(sql.Identifier(name))
# ok: python.quoted-for-sql
sink("SELECT * FROM " + quote_ident(name, connection))
# ok: python.quoted-for-sql
sink(f"SELECT * FROM {connection.ops.quote_name(name)}")
# ok: python.quoted-for-sql
sink("SELECT 1 WHERE a IN (%s)" % ", ".join("?" for part in name))
# ruleid: python.quoted-for-sql
sink("SELECT * FROM " + name)
# ruleid: python.quoted-for-sql
sink(f"SELECT 1 WHERE a = '{shlex.quote(name)}'")

# ok: python.escaped-for-html
sink(html.escape(name))
# ok: python.escaped-for-html
sink("<p>" + bleach.clean(name))
# ok: python.escaped-for-html
sink(format_html("<p>{}</p>", name))
# ruleid: python.escaped-for-html
sink(f"<p>{name}</p>")
# ruleid: python.escaped-for-html
sink("<p>" + name.strip() + html.escape(name))
