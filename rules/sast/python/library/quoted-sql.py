import shlex

from psycopg import sql
from psycopg2.extensions import quote_ident

name = source()

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
