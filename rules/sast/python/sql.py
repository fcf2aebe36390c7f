import pandas as pd
import pandas
import sqlalchemy as sa
from pandas import read_sql as load
from psycopg import sql
from sqlalchemy import text
from sqlalchemy import text as statement_of

TABLE = "users"
BY_NAME = "SELECT * FROM users WHERE name = '%s'"
PARAMETRISED = "SELECT * FROM users WHERE name = %s"


def find(cursor, name, ids, engine, log, table, column):
    # ruleid: python.sql-formatted
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: python.sql-formatted
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    # ruleid: python.sql-formatted
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    # ruleid: python.sql-formatted
    cursor.execute("DELETE FROM users WHERE id = {}".format(ids))
    rows = self.db.cursor().executemany(
        # ruleid: python.sql-formatted
        f"""
        update users
        set name = {name}
        """,
        [],
    )
    # ruleid: python.sql-formatted
    engine.execute(text(f"insert into users values ({name})"))
    # ruleid: python.sql-formatted
    engine.execute(statement_of(f"insert into users values ({name})"))
    # ruleid: python.sql-formatted
    engine.execute(sa.text("insert into users values ('%s')" % name))
    # ruleid: python.sql-formatted
    User.objects.raw("select * from users where name = '%s'" % name)
    # ruleid: python.sql-formatted
    cursor.execute(BY_NAME % name)
    by_id = "SELECT name FROM users WHERE id = {}"
    # ruleid: python.sql-formatted
    cursor.execute(by_id.format(name))
    # ok: python.sql-assembled
    query = f"SELECT id FROM users WHERE name = {name}"
    # ruleid: python.sql-formatted
    cursor.execute(query)
    if rows:
        # ruleid: python.sql-formatted
        cursor.execute(query)
    # ruleid: python.sql-formatted
    load("SELECT * FROM t WHERE a = " + name, engine)
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute(PARAMETRISED, (name,))
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute("SELECT * " "FROM users WHERE name = ?", [name])
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute(f"SELECT * FROM {TABLE} WHERE name = ?", [name])
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute("SELECT * FROM " + TABLE + " WHERE name = ?", [name])
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute(sql.SQL("SELECT a FROM b WHERE c = {}").format(sql.Literal(name)))
    # ok: python.sql-formatted
    cursor.execute("DELETE FROM a WHERE id IN (%s)" % ",".join("?" * len(ids)), ids)
    # ok: python.sql-formatted
    cursor.execute(f"DELETE FROM a WHERE id IN ({', '.join(['?'] * len(ids))})", ids)
    # ok: python.sql-formatted
    cursor.execute("SELECT a FROM b WHERE c = %d" % int(ids))
    # ruleid: python.sql-identifier
    cursor.execute("INSERT INTO %s VALUES (%%s)" % table, (name,))
    # ruleid: python.sql-formatted
    cursor.execute("SELECT a FROM b WHERE c LIKE '%%%s%%'" % name)
    # ruleid: python.sql-formatted
    cursor.execute(f"SELECT a FROM b WHERE c LIKE '%{name}%'")
    # ok: python.sql-formatted
    log.info(f"SELECT * FROM users WHERE name = {name}")
    # ok: python.sql-formatted
    runner.execute(f"selected: {name}")
    # ok: python.sql-formatted, python.sql-identifier
    executor.execute(f"task-{name}")
    # ok: python.sql-formatted, python.sql-identifier
    robot.execute(f"select a file from the list = {name}")
    # ruleid: python.sql-identifier
    cursor.execute("SELECT count(*) FROM %s" % table)
    # ruleid: python.sql-identifier
    cursor.execute(f"SELECT {column} FROM users WHERE id = ?", ids)
    # ruleid: python.sql-identifier
    cursor.execute("DROP TABLE IF EXISTS {}".format(table))
    # ruleid: python.sql-formatted
    engine.fetch_all(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: python.sql-formatted
    cursor.mogrify("SELECT * FROM users WHERE name = '%s'" % name)
    # ok: python.sql-formatted
    engine.fetch_one("SELECT * FROM users WHERE name = :name", {"name": name})
    # ruleid: python.sql-formatted
    return pd.read_sql("SELECT * FROM t WHERE a = " + name, engine)


def build(name, ids):
    # ruleid: python.sql-assembled
    sql = f"SELECT id FROM users WHERE name = '{name}'"
    # ruleid: python.sql-assembled
    user_query = "DELETE FROM users WHERE name = '" + name + "'"
    # ok: python.sql-assembled
    query = "SELECT id FROM users WHERE name = ?"
    # ok: python.sql-assembled
    query = f"please select a file from the list = {name}"
    # ok: python.sql-assembled
    notice = f"select one from = {name}"
    return sql, user_query, query, notice


def choose(users, name, extra):
    # ruleid: python.django-extra
    users.objects.filter(a=1).extra(where=["name = '%s'" % name])
    # ruleid: python.django-extra
    users.extra(select={"is_new": f"joined > {name}"})
    # ok: python.django-extra
    users.extra(where=["name = %s"], params=[name])
    # ok: python.django-extra
    users.extra(where=["name = 'a'"])
    # ok: python.django-extra
    extra("-" + name)


def chosen(cursor, name, order, count):
    columns = {"name": "name", "age": "born"}
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute("SELECT a FROM b ORDER BY " + columns.get(order, "name"))
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute(f"SELECT a FROM b LIMIT {int(count)}")
    for table in ("users", "groups"):
        # ok: python.sql-identifier
        cursor.execute(f"DELETE FROM {table}")
    # ok: python.sql-identifier
    cursor.execute("SELECT a FROM " + connection.ops.quote_name(name))
    if not name.isalnum():
        return
    # ok: python.sql-formatted
    cursor.execute(f"SELECT a FROM b WHERE c = '{name}'")


def passed_on(cursor, query):
    # ok: python.sql-formatted, python.sql-identifier
    cursor.execute(query)
