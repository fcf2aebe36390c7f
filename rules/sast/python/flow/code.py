import ast
import builtins
import importlib
import os
import string
import subprocess
import sys
from importlib import import_module

import pandas as pd
from django.http import HttpResponse
from fastapi import FastAPI
from flask import Flask, request
from sympy import sympify

app = Flask(__name__)
api = FastAPI()
ACTIONS = {"start": print, "stop": print}
FORMATS = {"short": "{name}", "long": "{name} {title}"}


@app.route("/calculate")
def calculate():
    formula = request.args["formula"]
    # ruleid: python.code-injection
    result = eval(formula, {"__builtins__": {}})
    code = compile("x = " + formula, "formula", "exec")
    # ruleid: python.code-injection
    exec(code)
    # ruleid: python.code-injection
    builtins.eval(f"1 + {formula}")
    # ruleid: python.code-injection
    subprocess.run([sys.executable, "-c", "print(%s)" % formula])
    # ok: python.code-injection
    result = ast.literal_eval(formula)
    # ok: python.code-injection
    result = eval("1 + 1")
    # ruleid: python.expression-injection
    sympify(formula)
    frame = pd.read_csv("prices.csv")
    # ruleid: python.expression-injection
    frame.query("price > " + formula)
    # ok: python.expression-injection
    frame.query("price > @price", local_dict={"price": formula})
    # ok: python.code-injection
    result = eval(str(float(formula)))
    return str(result)


def evaluated(text):
    # ruleid: python.code-injection
    return eval(text)


def calculate_view(request):
    return HttpResponse(evaluated(request.POST["formula"]))


@api.post("/plugins/{name}")
async def plugins(name: str, action: str, body: dict):
    # ruleid: python.import-injection
    module = importlib.import_module("plugins." + name)
    # ruleid: python.import-injection
    import_module(name)
    # ruleid: python.import-injection
    __import__(name)
    # ok: python.import-injection
    import_module("plugins.mail")
    # ruleid: python.reflection-injection
    getattr(module, action)()
    # ruleid: python.reflection-injection
    globals()[action](body)
    # ruleid: python.reflection-injection
    function = getattr(module, action, None)
    if function is not None:
        print(function(body))
    # ok: python.reflection-injection
    value = getattr(module, action, None)
    # ok: python.reflection-injection
    getattr(module, "action_" + action)()
    # ok: python.reflection-injection
    getattr(module, f"action_{action}")()
    # ok: python.reflection-injection
    ACTIONS[action]()
    print(value)
    if action in ACTIONS:
        # ok: python.reflection-injection
        getattr(module, action)()


@app.route("/profile", methods=["POST"])
def profile():
    for name, value in request.form.items():
        # ruleid: python.attribute-injection
        setattr(user, name, value)
    for name in ("title", "text"):
        # ok: python.attribute-injection
        setattr(user, name, request.form[name])
    # ruleid: python.attribute-injection
    user.__dict__.update(request.get_json())
    greeting = request.form["greeting"]
    # ruleid: python.format-string-injection
    text = greeting.format(user=user)
    # ruleid: python.format-string-injection
    text += ("<b>" + greeting + "</b>").format(user)
    # ok: python.format-string-injection
    text += "{}".format(greeting)
    # ok: python.format-string-injection
    text += string.Template(greeting).safe_substitute(name=user.name)
    # ok: python.format-string-injection
    text += FORMATS[greeting].format(name=user.name)
    return text


@app.route("/build", methods=["POST"])
def build():
    settings = request.get_json()
    # ruleid: python.environment-injection
    os.environ[settings["name"]] = "1"
    # ruleid: python.environment-injection
    subprocess.run(["make"], env=settings)
    # ruleid: python.environment-injection
    os.environ.update(settings)
    # ok: python.environment-injection
    os.environ["LANG"] = settings["language"]
    # ok: python.environment-injection
    subprocess.run(["make"], env={"LANG": settings["language"]})
    return "done"
