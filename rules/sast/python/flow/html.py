import html

import bleach
import cherrypy
import jinja2
import tornado.web
from aiohttp import web
from django.http import HttpResponse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import Blueprint, Response, jsonify, make_response, request
from flask import render_template_string
from http.server import BaseHTTPRequestHandler
from markupsafe import Markup

pages = Blueprint("pages", __name__)
api = FastAPI()
PLAIN = {"Content-Type": "text/plain"}


def paragraph(text):
    return "<p>" + text + "</p>"


@pages.route("/hello/<name>")
def hello(name):
    page = "<html>"
    page += paragraph(name)
    # ruleid: python.xss-flask
    return page + "</html>"


@pages.route("/search", methods=["GET", "POST"])
def search():
    words = request.form.get("q", "").strip()
    if not words:
        # ok: python.xss-flask
        return {"error": request.path}, 400
    if request.is_json:
        # ok: python.xss-flask
        return jsonify(words=words)
    if "text" in request.args:
        # ok: python.xss-flask
        return words, 200, {"Content-Type": "text/plain"}
    # ruleid: python.xss-flask
    return f"<h1>{words}</h1>", 404


@pages.get("/echo")
def echo():
    # ok: python.xss-flask
    plain = Response(request.args["text"], mimetype="text/plain")
    # ok: python.xss-flask
    escaped = make_response(html.escape(request.args["text"]))
    escaped.headers["X-Text"] = request.args["text"]
    # ruleid: python.xss-flask
    answer = make_response("<b>" + request.args["text"], 200)
    if request.args["how"] == "plain":
        # ok: python.xss-flask
        return plain
    if request.args["how"] == "escaped":
        # ok: python.xss-flask
        return escaped
    # ok: python.xss-flask
    return answer


@pages.route("/size")
def size():
    rows = int(request.args["rows"])
    # ok: python.xss-flask
    return "<p>" + str(rows)


def profile(request):
    name = request.GET["name"]
    # ruleid: python.xss-marked-safe
    title = mark_safe("<h1>%s</h1>" % name)
    # ruleid: python.xss-marked-safe
    box = format_html("<b>" + name + "</b>{}", "!")
    # ok: python.xss-marked-safe
    bold = format_html("<b>{}</b>", name)
    # ok: python.xss-marked-safe
    note = Markup("<i>{}</i>").format(name)
    # ok: python.xss-marked-safe
    text = Markup(bleach.clean(name))
    # ok: python.xss-django
    HttpResponse(escape(name))
    # ok: python.xss-django
    HttpResponse(name, content_type="text/plain")
    # ok: python.xss-django
    HttpResponse(bold)
    answer = HttpResponse("<html>")
    # ruleid: python.xss-django
    answer.write("<p>" + name)
    # ruleid: python.xss-django
    return HttpResponse(f"<p>{name}</p>"), title, box, note, text


@pages.route("/card")
def card():
    loose = jinja2.Environment(loader=jinja2.FileSystemLoader("pages"))
    strict = jinja2.Environment(autoescape=True)
    name = request.args["name"]
    # ruleid: python.xss-template
    loose.get_template("card.html").render(name=name)
    # ok: python.xss-template
    strict.get_template("card.html").render(name=name)
    # ruleid: python.xss-template
    render_template_string("<b>{{ name | safe }}</b>", name=name)
    # ok: python.xss-template
    return render_template_string("<b>{{ name }}</b>", name=name)


@api.get("/page", response_class=HTMLResponse)
async def page(name: str, size: int):
    if size > 10:
        # ok: python.xss-response
        return f"<p>{size}</p>"
    # ruleid: python.xss-response
    return f"<p>{name}</p>"


@api.get("/json")
async def as_json(name: str):
    if name.isalnum():
        # ok: python.xss-response
        return HTMLResponse(name)
    # ok: python.xss-response
    return name


async def greet(request):
    name = request.query["name"]
    if name == "":
        # ok: python.xss-response
        return web.Response(text=name)
    # ruleid: python.xss-response
    return web.Response(text="<p>" + name, content_type="text/html")


class Greeting(tornado.web.RequestHandler):
    def get(self):
        name = self.get_argument("name")
        # ok: python.xss-response
        self.write({"name": name})
        # ok: python.xss-response
        self.write(tornado.escape.xhtml_escape(name))
        # ruleid: python.xss-response
        self.write("<p>" + name)


class Shop:
    @cherrypy.expose
    def item(self, name):
        # ruleid: python.xss-response
        return "<p>%s</p>" % name


class Status(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        # ruleid: python.xss-response
        self.wfile.write(f"no {self.path}".encode())

    def do_POST(self):
        self.send_response(404)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        # ok: python.xss-response
        self.wfile.write(f"no {self.path}".encode())
