import pandas as pd
from sqlalchemy import text

TABLE = "users"


def find(cursor, name, ids, engine, log):
    # ruleid: python.sql-formatted
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: python.sql-formatted
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: python.sql-formatted
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: python.sql-formatted
    cursor.execute("DELETE FROM users WHERE id IN ({})".format(ids))
    # ruleid: python.sql-formatted
    rows = self.db.cursor().executemany(
        f"""
        update users
        set name = {name}
        """,
        [],
    )
    # ruleid: python.sql-formatted
    engine.execute(text(f"insert into users values ({name})"))
    # ruleid: python.sql-formatted
    User.objects.raw("select * from users where name = %s" % name)
    query = f"SELECT id FROM users WHERE name = {name}"
    # ruleid: python.sql-formatted
    cursor.execute(query)
    if rows:
        # ruleid: python.sql-formatted
        cursor.execute(query)
    # ok: python.sql-formatted
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    # ok: python.sql-formatted
    cursor.execute("SELECT * " "FROM users WHERE name = ?", [name])
    # ok: python.sql-formatted
    cursor.execute(f"SELECT * FROM {TABLE} WHERE name = ?", [name])
    # ok: python.sql-formatted
    cursor.execute("SELECT * FROM " + TABLE + " WHERE name = ?", [name])
    # ok: python.sql-formatted
    log.info(f"SELECT * FROM users WHERE name = {name}")
    # ok: python.sql-formatted
    runner.execute(f"selected: {name}")
    # ok: python.sql-formatted
    executor.execute(f"task-{name}")
    # ruleid: python.sql-formatted
    return pd.read_sql("SELECT * FROM t WHERE a = " + name, engine)
