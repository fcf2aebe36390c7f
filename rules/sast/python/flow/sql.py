import sqlite3
from contextlib import closing

import pandas as pd
import peewee
import psycopg2
import sqlalchemy as sa
from django.db.models.expressions import RawSQL
from django.http import HttpResponse
from django.views import View
from fastapi import FastAPI
from flask import Flask, g, request
from polars import read_database
from psycopg2 import sql
from sqlalchemy import select, text

app = Flask(__name__)
api = FastAPI()
COLUMNS = {"name": "users.name", "age": "users.age"}


@app.route("/users")
def users():
    name = request.args.get("name", "")
    query = "SELECT * FROM users WHERE name = '" + name + "'"
    # ruleid: python.sql-injection
    rows = sqlite3.connect("users.db").cursor().execute(query)
    with closing(sqlite3.connect("users.db")) as database:
        # ruleid: python.sql-injection
        database.executescript(f"DELETE FROM users WHERE name = '{name}'")
        # ok: python.sql-injection
        database.execute("SELECT * FROM users WHERE name = ?", (name,))
    # ruleid: python.sql-injection
    g.db.execute(query="SELECT * FROM %s" % request.form["table"])
    # ok: python.sql-injection
    g.db.execute("SELECT * FROM users LIMIT " + str(int(name)))
    column = COLUMNS.get(request.args["sort"], "users.name")
    # ok: python.sql-injection
    g.db.execute("SELECT * FROM users ORDER BY " + column)
    return list(rows)


class Store:
    def __init__(self):
        self.cursor = psycopg2.connect("").cursor()

    def load(self, name):
        # ruleid: python.sql-injection
        self.cursor.execute("SELECT 1 FROM users WHERE name = '%s'" % name)
        return self.cursor.fetchone()

    def count(self, table):
        # ok: python.sql-injection
        self.cursor.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        )
        return self.cursor.fetchone()


@app.route("/find/<name>")
def find(name):
    store = Store()
    store.count(name)
    return str(store.load(name))


@api.get("/search")
async def search(term: str, order: str, limit: int):
    # ruleid: python.sqlalchemy-injection
    session.execute(text(f"SELECT * FROM items WHERE name = '{term}'"))
    # ruleid: python.sqlalchemy-injection
    statement = select(Item).order_by(sa.text(order))
    # ruleid: python.sqlalchemy-injection
    db.session.execute("SELECT * FROM items ORDER BY " + order)
    # ok: python.sqlalchemy-injection, python.sql-injection
    session.execute(text("SELECT * FROM items WHERE name = :n"), {"n": term})
    # ok: python.sqlalchemy-injection, python.sql-injection
    session.execute(select(Item).where(Item.name == term).limit(limit))
    # ok: python.sqlalchemy-injection
    session.execute(text(f"SELECT * FROM items LIMIT {limit}"))
    # ok: python.sql-injection
    graphql_schema.execute(term)
    return statement


class People(View):
    def get(self, request):
        name = request.GET.get("name", "")
        # ruleid: python.django-sql-injection
        Person.objects.raw("SELECT * FROM person WHERE name = '%s'" % name)
        # ruleid: python.django-sql-injection
        Person.objects.extra(where=[f"name = '{name}'"])
        # ruleid: python.django-sql-injection
        Person.objects.annotate(upper=RawSQL("upper('" + name + "')", []))
        # ok: python.django-sql-injection
        Person.objects.raw("SELECT * FROM person WHERE name = %s", [name])
        # ok: python.django-sql-injection
        Person.objects.extra(where=["name = %s"], params=[name])
        # ok: python.django-sql-injection, python.django-lookup-injection
        Person.objects.filter(name=name)
        # ruleid: python.django-lookup-injection
        rows = Person.objects.filter(**request.GET.dict())
        # ruleid: python.django-lookup-injection
        rows = Person.objects.exclude(**{request.GET["field"]: "x"})
        # ok: python.django-lookup-injection
        rows = Person.objects.filter(**{"name__contains": name})
        return HttpResponse(rows)


@api.get("/rows/{name}")
async def rows_of(name: str, column: str, limit: int):
    async with pool.acquire() as connection:
        # ruleid: python.async-sql-injection
        await connection.fetch(f"SELECT * FROM t WHERE name = '{name}'")
        # ruleid: python.async-sql-injection
        await connection.fetchrow("SELECT " + column + " FROM t")
        # ok: python.async-sql-injection
        await connection.fetch("SELECT * FROM t WHERE name = $1", name)
    # ruleid: python.async-sql-injection
    await database.fetch_all(query="SELECT * FROM t WHERE n = '%s'" % name)
    # ok: python.async-sql-injection
    await database.fetch_all("SELECT * FROM t WHERE n = :n", {"n": name})
    # ok: python.async-sql-injection
    await client.fetch("https://rows.example/" + name)
    # ruleid: python.frame-sql-injection
    frame = pd.read_sql("SELECT * FROM t WHERE n = '" + name + "'", engine)
    # ruleid: python.frame-sql-injection
    frame = read_database(query=f"SELECT {column} FROM t", connection=engine)
    # ok: python.frame-sql-injection
    frame = pd.read_sql("SELECT * FROM t LIMIT %s" % limit, engine)
    # ok: python.frame-sql-injection
    frame = pd.read_sql(
        "SELECT * FROM t WHERE n = %(n)s", engine, params={"n": name}
    )
    # ruleid: python.orm-sql-injection
    Item.raw("SELECT * FROM item WHERE name = '%s'" % name)
    # ruleid: python.orm-sql-injection
    Item.select().where(peewee.SQL(f"name = '{name}'"))
    # ok: python.orm-sql-injection
    Item.raw("SELECT * FROM item WHERE name = %s", name)
    # ok: python.orm-sql-injection
    Item.select().where(Item.name == name)
    return frame
