from django.http import HttpResponse
from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/one")
def one():
    text = source()
    # ruleid: python.answers
    return "a" + text, 200


@app.route("/two")
def two():
    # ok: python.answers
    load(source())
    # ruleid: python.answers
    return jsonify(error=source())


def three(request):
    # ok: python.answers
    text = source()
    # ruleid: python.answers
    return HttpResponse(text)
