import logging
import os
import sys
import traceback

from django.http import HttpResponse
from fastapi import FastAPI, HTTPException
from flask import Flask, jsonify, make_response, request, session
from shop import check_login, load, pay

app = Flask(__name__)
api = FastAPI()
log = logging.getLogger(__name__)


@app.route("/pay", methods=["POST"])
def pay_now():
    try:
        pay(request.form["sum"])
    except Exception as error:
        text = "failed: " + str(error)
        details = traceback.format_exc()
        log.error(details)
        if "debug" in request.args:
            # ruleid: python.traceback-shown
            return "<pre>" + details + "</pre>", 500
        # ruleid: python.exception-shown
        return jsonify(error=text), 500
    # ok: python.exception-shown, python.traceback-shown
    return jsonify(error=None)


@api.get("/items/{number}")
async def item(number: int):
    try:
        return load(number)
    except ValueError as wrong:
        # ok: python.exception-shown
        raise HTTPException(status_code=400, detail=str(wrong)) from wrong
    except Exception as error:
        log.exception("item %d", number)
        if number > 0:
            # ok: python.exception-shown
            raise HTTPException(500, detail=type(error).__name__) from error
        # ruleid: python.exception-shown
        raise HTTPException(status_code=500, detail=f"{error}") from error


def view(request):
    try:
        return HttpResponse(load(1))
    except OSError:
        lines = traceback.format_exception(*sys.exc_info())
        if request.GET:
            # ok: python.traceback-shown
            return HttpResponse("Something went wrong")
        # ruleid: python.traceback-shown
        return HttpResponse("".join(lines), status=500)


@app.route("/login", methods=["POST"])
def login():
    password = request.form.get("password")
    name = request.form["name"]
    # ruleid: python.password-logged
    log.info("login of %r with %r", name, password)
    # ruleid: python.password-logged
    print(f"{name}: {password}")
    # ok: python.password-logged
    log.info("login of %r: %s", name, check_login(name, password))
    # ok: python.password-logged
    log.info("length %d", len(password))
    # ruleid: python.password-in-clear
    session["login"] = {"name": name, "password": password}
    # ok: python.password-in-clear
    session["open"] = password == os.environ["DOOR_PASSWORD"]
    answer = make_response("")
    # ruleid: python.password-in-clear
    answer.set_cookie("again", name + ":" + password)
    # ok: python.password-in-clear
    answer.set_cookie("size", str(len(password)))
    return answer
