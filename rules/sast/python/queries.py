import duckdb
import json
import ldap
import ldap3
from bson.code import Code
from elasticsearch_dsl import Q
from google.cloud import bigquery
from gql import gql
from ldap.dn import escape_dn_chars
from ldap.filter import escape_filter_chars, filter_format
from lxml import etree
from psycopg2 import sql
from psycopg2.extensions import AsIs
from sqlalchemy import literal_column, text
import pandas as pd

BASE = "dc=example,dc=com"


def directory(connection, server, user, password):
    # ruleid: python.ldap-filter-assembled
    connection.search_s(BASE, ldap.SCOPE_SUBTREE, f"(uid={user})")
    # ruleid: python.ldap-filter-assembled
    connection.search(BASE, "(&(objectClass=person)(uid=%s))" % user)
    chosen = "(mail=" + user + ")"
    # ruleid: python.ldap-filter-assembled
    connection.search_ext_s(BASE, ldap.SCOPE_ONELEVEL, filterstr=chosen)
    safe = f"(uid={escape_filter_chars(user)})"
    # ok: python.ldap-filter-assembled
    connection.search_s(BASE, ldap.SCOPE_SUBTREE, safe)
    # ok: python.ldap-filter-assembled
    connection.search_s(BASE, 2, filter_format("(uid=%s)", [user]))
    # ok: python.ldap-filter-assembled
    connection.search(BASE, "(objectClass=person)")
    # ruleid: python.ldap-name-assembled
    connection.simple_bind_s(f"uid={user},{BASE}", password)
    # ruleid: python.ldap-name-assembled
    ldap3.Connection(server, user="cn=%s,dc=example" % user)
    # ok: python.ldap-name-assembled
    connection.simple_bind_s(f"uid={escape_dn_chars(user)},{BASE}", password)
    # ok: python.ldap-name-assembled
    connection.simple_bind_s(user, password)


def documents(tree, name, tag):
    # ruleid: python.xpath-assembled
    tree.xpath(f"//user[@name='{name}']")
    # ruleid: python.xpath-assembled
    etree.XPath("//user[name/text()='" + name + "']")
    # ok: python.xpath-assembled
    tree.xpath("//user[@name=$name]", name=name)
    # ok: python.xpath-assembled
    tree.xpath(f"//{tag}/text()")


def graphs(users, session, tx, name, label):
    # ruleid: python.mongo-script-assembled
    users.find({"$where": f"this.name == '{name}'"})
    # ruleid: python.mongo-script-assembled
    Code("function () { return this.name == '%s' }" % name)
    # ok: python.mongo-script-assembled
    users.find({"$where": "this.credits == this.debits"})
    # ok: python.mongo-script-assembled
    users.find({"name": f"user {name}"})
    # ok: python.mongo-script-assembled
    users.find({"$where": f"this.name == {json.dumps(name)}"})
    # ruleid: python.cypher-assembled
    session.run(f"MATCH (u:User {{name: '{name}'}}) RETURN u")
    # ruleid: python.cypher-assembled
    tx.run("MATCH (u) WHERE u.name = '%s' RETURN u" % name)
    # ok: python.cypher-assembled
    session.run("MATCH (u:User {name: $name}) RETURN u", name=name)
    # ok: python.cypher-assembled
    session.run(f"MATCH (u:{label}) RETURN count(u)")


def warehouses(client, spark, athena, name, table):
    # ruleid: python.bigquery-assembled
    client.query(f"SELECT * FROM users WHERE name = '{name}'")
    statement = "SELECT * FROM users WHERE name = '%s'" % name
    # ruleid: python.bigquery-assembled
    client.query_and_wait(statement)
    # ok: python.bigquery-assembled
    client.query("SELECT * FROM users WHERE name = @name", job_config=name)
    # ok: python.bigquery-assembled
    client.query(f"SELECT count(*) FROM {table}")
    # ruleid: python.spark-sql-assembled
    spark.sql(f"SELECT * FROM users WHERE name = '{name}'")
    # ruleid: python.spark-sql-assembled
    duckdb.sql("SELECT * FROM users WHERE id = {}".format(name))
    # ok: python.spark-sql-assembled
    spark.sql("SELECT * FROM users WHERE name = :name", args={"name": name})
    # ok: python.spark-sql-assembled
    spark.sql(f"SELECT * FROM {table}")
    athena.start_query_execution(
        # ruleid: python.aws-query-assembled
        QueryString=f"SELECT * FROM users WHERE name = '{name}'"
    )
    client.execute_statement(
        # ruleid: python.aws-query-assembled
        Statement="SELECT * FROM users WHERE name = '" + name + "'"
    )
    # ok: python.aws-query-assembled
    athena.start_query_execution(
        QueryString="SELECT * FROM users WHERE name = ?",
        ExecutionParameters=[name],
    )
    # ok: python.aws-query-assembled
    client.execute_statement(Statement="SELECT * FROM users", Limit=name)


def pieces(query, name, database):
    # ruleid: python.sqlalchemy-text-assembled
    query.filter(text(f"name = '{name}'"))
    # ruleid: python.sqlalchemy-text-assembled
    literal_column("name like '%s'" % name)
    # ok: python.sqlalchemy-text-assembled
    query.filter(text("name = :name")).params(name=name)
    # ok: python.sqlalchemy-text-assembled
    query.filter(query.name == f"user {name}")
    # ruleid: python.psycopg-sql-assembled
    sql.SQL(f"select * from users where name = '{name}'")
    # ruleid: python.psycopg-sql-assembled
    sql.SQL("select * from {}".format(name))
    # ok: python.psycopg-sql-assembled
    sql.SQL("select * from {}").format(sql.Identifier(name))
    # ok: python.psycopg-sql-assembled
    sql.Literal(f"user {name}")
    # ruleid: python.psycopg-as-is
    query.execute("select * from %s", (AsIs(name),))
    # ruleid: python.psycopg-as-is
    order = AsIs("order by " + name)
    # ok: python.psycopg-as-is
    order = AsIs("order by name")
    # ok: python.psycopg-as-is
    query.execute("select %s", (name,))
    # ok: python.sqlite-extensions
    database.enable_load_extension(False)
    # ruleid: python.sqlite-extensions
    database.enable_load_extension(True)
    return order


def extend(database, path):
    # ok: python.sqlite-extensions
    database.enable_load_extension(True)
    database.load_extension(path)
    database.enable_load_extension(False)


def extend_for_good(database, path):
    # ruleid: python.sqlite-extensions
    database.enable_load_extension(1)
    database.load_extension(path)


def search(client, name, frame, redis):
    # ruleid: python.elasticsearch-script-assembled
    body = {"script": {"source": f"ctx._source.name = '{name}'"}}
    # ruleid: python.elasticsearch-script-assembled
    client.update(index="users", id=1, script={"source": "ctx.op=" + name})
    # ok: python.elasticsearch-script-assembled
    body = {"script": {"source": "ctx._source.name = params.name"}}
    # ok: python.elasticsearch-script-assembled
    body = {"script": {"source": f"/static/{name}.js"}}
    # ruleid: python.elasticsearch-query-assembled
    body = {"query": {"query_string": {"query": f"name:{name}"}}}
    # ruleid: python.elasticsearch-query-assembled
    Q("query_string", query="name:%s" % name)
    # ok: python.elasticsearch-query-assembled
    body = {"query": {"query_string": {"query": "active:true"}}}
    # ok: python.elasticsearch-query-assembled
    body = {"query": {"match": {"name": f"{name}"}}}
    # ruleid: python.graphql-assembled
    gql(f'query {{ user(name: "{name}") {{ id }} }}')
    # ruleid: python.graphql-assembled
    gql('{ user(name: "%s") { id } }' % name)
    # ok: python.graphql-assembled
    gql("query ($name: String!) { user(name: $name) { id } }")
    # ok: python.graphql-assembled
    gql("{ user { id " + name + " } }")
    # ruleid: python.redis-script-assembled
    redis.eval(f"return redis.call('get', '{name}')", 0)
    # ruleid: python.redis-script-assembled
    redis.register_script("return redis.call('get', '%s')" % name)
    # ok: python.redis-script-assembled
    redis.eval("return redis.call('get', KEYS[1])", 1, name)
    # ok: python.redis-script-assembled
    redis.get(f"redis.call:{name}")
    # ruleid: python.pandas-expression-assembled
    frame.query(f"name == '{name}'")
    # ruleid: python.pandas-expression-assembled
    pd.eval("frame.age > " + name)
    # ok: python.pandas-expression-assembled
    frame.query("name == @name")
    # ok: python.pandas-expression-assembled
    frame[frame["name"] == f"user {name}"]
    return body


def checked_values(tree, name, order, query):
    if "'" in name:
        return
    # ok: python.xpath-assembled
    tree.xpath(f"//user[@name='{name}']")
    columns = {"name": "name", "age": "born"}
    # ok: python.sqlalchemy-text-assembled
    query.filter(text("rank > %s" % columns.get(order, "name")))
    # ruleid: python.sqlalchemy-text-assembled
    query.filter(text(f"rank > {order}"))
    # ok: python.sqlalchemy-text-assembled
    query.filter(text(f"rank > {int(order)}"))
