import bottle
import jinja2
from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, Template, engines
from fastapi import FastAPI
from flask import Flask, render_template, render_template_string, request
from jinja2.sandbox import SandboxedEnvironment
from mako.template import Template as Mako

app = Flask(__name__)
api = FastAPI()
PAGES = {"home": "home.html", "help": "help.html"}


@app.route("/hello")
def hello():
    name = request.args.get("name", "you")
    # ruleid: python.template-injection
    page = render_template_string("<h1>Hello " + name + "</h1>")
    # ruleid: python.template-injection
    page += jinja2.Template(f"Hello {name}").render()
    environment = jinja2.Environment(autoescape=True)
    # ruleid: python.template-injection
    page += environment.from_string("Hello %s" % name).render()
    # ok: python.template-injection
    page += render_template_string("<h1>Hello {{ name }}</h1>", name=name)
    # ok: python.template-injection
    page += SandboxedEnvironment().from_string(name).render()
    # ok: python.template-injection
    page += environment.from_string("Hello {{ name }}").render(name=name)
    # ruleid: python.template-name-injection
    page += render_template(name + ".html")
    # ok: python.template-name-injection
    page += render_template("hello.html", name=name)
    # ok: python.template-name-injection
    page += render_template(PAGES[name])
    return page


def mail_of(text):
    # ruleid: python.python-template-injection
    return Mako("Dear reader, " + text).render()


@api.post("/mail")
async def mail(text: str, count: int):
    # ruleid: python.python-template-injection
    bottle.template(text)
    # ok: python.python-template-injection
    bottle.template("mail", text=text)
    # ok: python.python-template-injection
    Mako(f"Hello for the {count}. time ${{text}}").render(text=text)
    return mail_of(text)


@api.post("/note")
async def note(text: str):
    # ok: python.python-template-injection
    return bottle.template("note", text=text)


def greeting(request):
    name = request.GET["name"]
    # ruleid: python.django-template-injection
    page = Template("Hello " + name).render(Context({}))
    # ruleid: python.django-template-injection
    page += engines["django"].from_string(f"Hello {name}").render({})
    # ok: python.django-template-injection
    page += Template("Hello {{ name }}").render(Context({"name": name}))
    # ok: python.django-template-injection
    page += engines["django"].from_string("{{ name }}").render({"name": name})
    # ruleid: python.template-name-injection
    page += render(request, f"pages/{name}.html").content
    # ok: python.template-name-injection
    page += render(request, "hello.html", {"name": name}).content
    return HttpResponse(page)
