import socket
import urllib.request
from urllib.parse import urlsplit

import aiohttp
import httpx
import paramiko
import requests
from fastapi import FastAPI
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()
API = "https://api.example.org"
HOSTS = ("a.example.org", "b.example.org")


def load(address):
    # ruleid: python.server-side-request
    return requests.get(address, timeout=5).content


@app.route("/preview")
def preview():
    url = request.args["url"]
    name = request.args["name"]
    # ok: python.server-side-request
    requests.get(f"https://api.example.org/users/{name}", timeout=5)
    # ok: python.server-side-request
    requests.get(API + "/users/" + name, timeout=5)
    # ok: python.server-side-request
    requests.post(API, json={"name": name}, params={"url": url}, timeout=5)
    # ruleid: python.server-side-request
    requests.request("GET", f"https://{name}.example.org/", timeout=5)
    with requests.Session() as session:
        # ruleid: python.server-side-request
        session.post(url, timeout=5)
    # ruleid: python.server-side-request
    urllib.request.urlopen(urllib.request.Request("http://" + url))
    return load(url)


@app.route("/checked")
def checked():
    url = request.args["url"]
    if urlsplit(url).hostname in HOSTS:
        # ok: python.server-side-request
        return requests.get(url, timeout=5).content
    return ""


@api.post("/hooks")
async def add_hook(url: str):
    async with httpx.AsyncClient() as client:
        # ruleid: python.server-side-request
        await client.post(url, json={})
    async with aiohttp.ClientSession() as session:
        # ruleid: python.server-side-request
        async with session.get(url=url) as answer:
            return await answer.text()


class Mirror:
    def __init__(self):
        self.session = requests.Session()

    def fetch(self, url):
        # ruleid: python.server-side-request
        return self.session.get(url, timeout=5)


@app.route("/mirror")
def mirror():
    return Mirror().fetch(request.args["url"]).content


@app.route("/ports")
def ports():
    host = request.args["host"]
    port = int(request.args["port"])
    # ruleid: python.connection-to-any-host
    socket.create_connection((host, port), timeout=3).close()
    client = paramiko.SSHClient()
    # ruleid: python.connection-to-any-host
    client.connect(host, username="backup")
    # ok: python.connection-to-any-host
    socket.create_connection(("db.example.org", port), timeout=3).close()
    if host in HOSTS:
        # ok: python.connection-to-any-host
        client.connect(hostname=host)
    return ""
