from urllib.parse import urlparse

from aiohttp import web
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from flask import Flask, abort, make_response, redirect, request, url_for

app = Flask(__name__)
api = FastAPI()
HOSTS = {"example.org", "www.example.org"}


@app.route("/login", methods=["POST"])
def login():
    target = request.args.get("next")
    if target == "home":
        # ok: python.open-redirect
        return redirect(url_for("index", name=target))
    # ruleid: python.open-redirect
    return redirect(target or url_for("index"))


@app.route("/out")
def out():
    url = request.args["url"]
    if urlparse(url).netloc not in HOSTS:
        return abort(400)
    # ok: python.open-redirect
    return redirect(url)


@app.route("/out-half-checked")
def out_half_checked():
    url = request.args["url"]
    parsed = urlparse(url)
    if parsed.scheme not in ("http", "https"):
        return abort(400)
    # ruleid: python.open-redirect
    return redirect(url)


@app.route("/user/<name>/moved")
def moved(name):
    answer = make_response("", 302)
    # ok: python.open-redirect
    answer.headers["Location"] = f"/users/{name}"
    # ruleid: python.open-redirect
    answer.headers["Location"] = f"https://{name}.example.org/"
    return answer


@app.route("/back")
def back():
    path = request.args.get("path", "/")
    if not path.startswith("/") or path.startswith("//"):
        path = "/"
    # ok: python.open-redirect
    return redirect(path)


def switch(request):
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    # ok: python.open-redirect
    return HttpResponseRedirect(target)


def leave(request):
    # ruleid: python.open-redirect
    return HttpResponseRedirect(request.GET["to"])


@api.get("/go")
async def go(url: str):
    # ruleid: python.open-redirect
    return RedirectResponse(url=url)


async def away(request):
    # ruleid: python.open-redirect
    raise web.HTTPFound(request.query["to"])
