import json
import logging

from fastapi import FastAPI
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()
log = logging.getLogger(__name__)


@app.route("/login", methods=["POST"])
def login():
    name = request.form["name"]
    # ruleid: python.log-injection
    log.info("login of %s", name)
    # ruleid: python.log-injection
    app.logger.warning("login of " + name)
    # ok: python.log-injection
    log.info("login of %r", name)
    # ok: python.log-injection
    log.info(f"login of {name!r}")
    # ok: python.log-injection
    log.info("login of %s", name.replace("\n", " "))
    # ok: python.log-injection
    log.info("login with %s", json.dumps(request.form))
    # ok: python.log-injection
    log.info("length %d", len(name))
    return ""


@api.get("/search")
async def search(words: str, page: int):
    # ruleid: python.log-injection
    logging.info(f"search for {words}")
    # ok: python.log-injection
    logging.info(f"page {page}")
    return {}
