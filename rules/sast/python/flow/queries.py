import json
import xml.etree.ElementTree as ET

import jmespath
import ldap
import ldap3
import memcache
import redis
from bson import ObjectId
from bson.code import Code
from boto3.dynamodb.conditions import Attr
from elasticsearch import Elasticsearch
from fastapi import FastAPI
from flask import Flask, request
from gql import gql
from ldap.dn import escape_dn_chars
from ldap3.utils.conv import escape_filter_chars
from lxml import etree
from neo4j import GraphDatabase
from pymongo import MongoClient

app = Flask(__name__)
api = FastAPI()
users = MongoClient().shop.users
search = Elasticsearch()
store = redis.Redis()
cache = memcache.Client(["127.0.0.1:11211"])
BASE = "ou=people,dc=example"


@app.route("/people/<name>")
def people(name):
    directory = ldap3.Connection("ldap.example", auto_bind=True)
    # ruleid: python.ldap-filter-injection
    directory.search(BASE, f"(uid={name})")
    # ruleid: python.ldap-filter-injection
    directory.search(search_base=BASE, search_filter="(uid=%s)" % name)
    # ok: python.ldap-filter-injection
    directory.search(BASE, f"(uid={escape_filter_chars(name)})")
    old = ldap.initialize("ldap://ldap.example")
    # ruleid: python.ldap-filter-injection
    old.search_s(BASE, ldap.SCOPE_SUBTREE, "(uid=" + name + ")")
    # ok: python.ldap-filter-injection
    old.search_s(
        BASE, ldap.SCOPE_SUBTREE, ldap.filter.filter_format("(uid=%s)", [name])
    )
    # ruleid: python.ldap-name-injection
    old.simple_bind_s(f"uid={name},{BASE}", request.form["password"])
    # ruleid: python.ldap-name-injection
    ldap3.Connection("ldap.example", user="uid=" + name + "," + BASE)
    # ok: python.ldap-name-injection
    old.simple_bind_s(
        "uid=" + escape_dn_chars(name) + "," + BASE, request.form["password"]
    )
    # ok: python.ldap-name-injection
    directory.search(BASE, "(uid=admin)")
    return "done"


@app.route("/staff")
def staff():
    name = request.args["name"]
    tree = etree.parse("staff.xml")
    # ruleid: python.xpath-injection
    tree.xpath("//person[@name='" + name + "']")
    # ruleid: python.xpath-injection
    etree.XPath(f"//person[@name='{name}']")(tree)
    root = ET.parse("staff.xml").getroot()
    # ruleid: python.xpath-injection
    root.findall(f"./person[@name='{name}']")
    # ok: python.xpath-injection
    tree.xpath("//person[@name=$name]", name=name)
    # ok: python.xpath-injection
    root.findall("./person")[int(name)]
    if "'" in name:
        return "no"
    # ok: python.xpath-injection
    return tree.xpath("//person[@name='" + name + "']")[0].text


@app.route("/sheet", methods=["POST"])
def sheet():
    # ruleid: python.xslt-injection
    etree.XSLT(etree.XML(request.data))
    style = etree.fromstring(request.form["style"])
    # ruleid: python.xslt-injection
    transform = etree.XSLT(style)
    # ok: python.xslt-injection
    transform = etree.XSLT(etree.parse("report.xsl"))
    # ok: python.xslt-injection
    return str(transform(etree.XML("<a/>"), name=request.form["name"]))


@app.route("/login", methods=["POST"])
def login():
    data = request.get_json()
    # ruleid: python.nosql-injection
    users.find_one({"name": data["name"], "password": data["password"]})
    # ruleid: python.nosql-injection
    users.find(json.loads(request.args["filter"]))
    # ok: python.nosql-injection
    users.find_one({"name": str(data["name"])})
    # ok: python.nosql-injection
    users.find_one({"_id": ObjectId(data["id"])})
    # ok: python.nosql-injection
    users.find_one({"name": request.form["name"]})
    name = request.form["name"]
    # ruleid: python.mongo-script-injection
    users.find({"$where": "this.name == '" + name + "'"})
    # ruleid: python.mongo-script-injection
    users.map_reduce(Code("function() { emit('%s') }" % name), "r", "out")
    # ok: python.mongo-script-injection
    users.find({"$where": "this.name == this.nick", "name": name})
    # ok: python.mongo-script-injection
    users.find({"name": {"$eq": name}})
    return "done"


@app.route("/orders")
def orders():
    owner = request.args["owner"]
    # ruleid: python.dynamodb-filter-injection
    table.scan(FilterExpression="owner = " + owner)
    # ruleid: python.dynamodb-filter-injection
    table.scan(ScanFilter=json.loads(request.args["filter"]))
    # ok: python.dynamodb-filter-injection
    table.scan(FilterExpression=Attr("owner").eq(owner))
    # ok: python.dynamodb-filter-injection
    table.query(
        KeyConditionExpression="owner = :o",
        ExpressionAttributeValues={":o": owner},
    )
    return "done"


@api.get("/search")
async def found(text: str, size: int):
    # ruleid: python.elasticsearch-query-injection
    search.search(query={"query_string": {"query": text}})
    # ruleid: python.elasticsearch-query-injection
    search.search(index="items", body=json.loads(text))
    # ok: python.elasticsearch-query-injection
    search.search(query={"match": {"title": text}})
    # ok: python.elasticsearch-query-injection
    search.search(body={"query": {"match": {"title": text}}}, size=size)
    # ruleid: python.elasticsearch-script-injection
    script = {"script": {"source": f"ctx._source.name = '{text}'"}}
    # ruleid: python.elasticsearch-script-injection
    search.update_by_query(script={"source": "x = '" + text + "'"})
    # ok: python.elasticsearch-script-injection
    script = {"script": {"source": "x = params.x", "params": {"x": text}}}
    # ok: python.elasticsearch-script-injection
    script = {"script": {"source": f"return {size}"}}
    return script


@api.get("/graph")
async def graph(name: str, depth: int):
    driver = GraphDatabase.driver("bolt://graph.example")
    with driver.session() as session:
        # ruleid: python.cypher-injection
        session.run(f"MATCH (u:User {{name: '{name}'}}) RETURN u")
        # ruleid: python.cypher-injection
        driver.execute_query("MATCH (u) WHERE u.name = '" + name + "'")
        # ok: python.cypher-injection
        session.run("MATCH (u:User {name: $name}) RETURN u", name=name)
        # ok: python.cypher-injection
        session.run(f"MATCH (u:User)-[*..{depth}]-(v) RETURN v")
    # ruleid: python.redis-script-injection
    store.eval("return redis.call('GET', '" + name + "')", 0)
    # ruleid: python.redis-script-injection
    store.register_script(f"return '{name}'")
    # ok: python.redis-script-injection
    store.eval("return redis.call('GET', KEYS[1])", 1, name)
    # ok: python.redis-script-injection
    store.get(name)
    # ruleid: python.memcached-key-injection
    cache.get("user:" + name)
    # ruleid: python.memcached-key-injection
    cache.set(name, "1")
    # ok: python.memcached-key-injection
    cache.set("last", name)
    # ok: python.memcached-key-injection
    cache.get(f"depth:{depth}")
    # ruleid: python.graphql-injection
    gql('query { user(name: "%s") { id } }' % name)
    # ruleid: python.graphql-injection
    gql(f'mutation {{ rename(name: "{name}") }}')
    # ok: python.graphql-injection
    gql("query ($name: String!) { user(name: $name) { id } }")
    # ok: python.graphql-injection
    gql(f"query {{ users(first: {depth}) {{ id }} }}")
    # ruleid: python.json-path-injection
    jmespath.search(f"users[?name=='{name}']", {})
    # ruleid: python.json-path-injection
    jmespath.compile(name)
    # ok: python.json-path-injection
    jmespath.search("users[].name", {"name": name})
    # ok: python.json-path-injection
    return {"users": {}}["users"].get(name)
