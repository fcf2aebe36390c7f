from flask import request


def one():
    # ruleid: python.requests-whole
    sink(request.json)
    # ruleid: python.requests-whole
    sink(dict(request.form))
    # ok: python.requests-whole
    sink(request.json["name"])
    # ok: python.requests-whole
    sink(request.form.get("name"))


def two(request):
    # ruleid: python.requests-whole
    sink(request.data)
    # ok: python.requests-whole
    sink(request.user)
