import re

from fastapi import FastAPI
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()


@app.route("/search")
def search():
    word = request.args["word"]
    # ruleid: python.regex-injection
    pattern = re.compile(word)
    # ruleid: python.regex-injection
    re.search(r"\b" + word + r"\b", "a text")
    # ruleid: python.regex-injection
    re.sub(pattern=f"^{word}", repl="", string="a text")
    # ok: python.regex-injection
    re.search(r"\b" + re.escape(word) + r"\b", "a text")
    # ok: python.regex-injection
    re.search(r"\d+", word)
    # ok: python.regex-injection
    re.search("a{%d}" % int(word), "a text")
    # ok: python.regex-injection
    re.sub(r"\s+", " ", word)
    return bool(pattern)


@api.get("/people")
async def people(name: str, rows: int):
    # ruleid: python.database-regex-injection
    users.find({"name": {"$regex": "^" + name}})
    # ruleid: python.database-regex-injection
    found = Person.objects.filter(name__iregex=name)
    # ok: python.database-regex-injection
    users.find({"name": {"$regex": "^" + re.escape(name)}})
    # ok: python.database-regex-injection
    found = Person.objects.filter(name__istartswith=name)[:rows]
    return found
