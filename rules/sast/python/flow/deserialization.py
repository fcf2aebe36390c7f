import base64
import hashlib
import hmac
import json
import os
import pickle
from pickle import loads as unpickle

import joblib
import jsonpickle
import torch
import yaml
from django.core import signing
from fastapi import FastAPI
from flask import Flask, request
from ruamel.yaml import YAML

app = Flask(__name__)
api = FastAPI()
KEY = os.urandom(32)
MODELS = {"small": "small.bin", "large": "large.bin"}


@app.route("/basket", methods=["POST"])
def basket():
    cookie = request.cookies.get("basket", "")
    # ruleid: python.pickle-untrusted
    items = pickle.loads(base64.b64decode(cookie))
    # ruleid: python.pickle-untrusted
    items = unpickle(request.data)
    # ruleid: python.pickle-untrusted
    items = jsonpickle.decode(request.form["items"])
    # ruleid: python.pickle-untrusted
    items = pickle.load(request.files["items"].stream)
    # ruleid: python.pickle-untrusted
    items = pickle.Unpickler(request.stream).load()
    # ok: python.pickle-untrusted
    items = json.loads(base64.b64decode(cookie))
    # ok: python.pickle-untrusted
    items = pickle.loads(signing.loads(cookie))
    with open("basket.bin", "rb") as stream:
        # ok: python.pickle-untrusted
        items = pickle.load(stream)
    return str(items)


@app.route("/state", methods=["POST"])
def state():
    data = request.get_data()
    expected = hmac.new(KEY, data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Signature"]):
        return "no", 403
    # ok: python.pickle-untrusted
    return str(pickle.loads(data))


def settings(request):
    text = request.body
    # ruleid: python.yaml-untrusted
    found = yaml.load(text, Loader=yaml.Loader)
    # ruleid: python.yaml-untrusted
    found = yaml.unsafe_load(text.decode())
    loader = YAML(typ="unsafe")
    # ruleid: python.yaml-untrusted
    found = loader.load(text)
    # ok: python.yaml-untrusted
    found = yaml.safe_load(text)
    # ok: python.yaml-untrusted
    found = yaml.load(text, Loader=yaml.SafeLoader)
    # ok: python.yaml-untrusted
    found = YAML(typ="safe").load(text)
    return found


@api.post("/models")
async def models(name: str, size: int):
    # ruleid: python.unpickled-file-injection
    model = torch.load("models/" + name)
    # ruleid: python.unpickled-file-injection
    model = joblib.load(f"models/{name}.joblib")
    # ruleid: python.unpickled-file-injection
    with open("models/" + name, "rb") as stream:
        model = pickle.load(stream)
    # ok: python.unpickled-file-injection
    model = torch.load("models/" + name, weights_only=True)
    # ok: python.unpickled-file-injection
    model = joblib.load("models/" + MODELS[name])
    # ok: python.unpickled-file-injection
    model = torch.load(f"models/{size}.bin")
    return str(model)
