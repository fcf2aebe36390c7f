from aiohttp_session import get_session
from flask import Flask, abort, make_response, request, session

app = Flask(__name__)
ROLES = ("reader", "writer")


@app.route("/role", methods=["POST"])
def role():
    name = request.form["role"]
    # ruleid: python.session-trust-boundary
    session["role"] = name
    # ruleid: python.session-trust-boundary
    session[name] = True
    # ruleid: python.session-trust-boundary
    session.update(role=name.strip())
    # ok: python.session-trust-boundary
    session["page"] = int(request.form["page"])
    if name not in ROLES:
        return abort(400)
    # ok: python.session-trust-boundary
    session["role"] = name
    return ""


def remember(request):
    # ruleid: python.session-trust-boundary
    request.session["name"] = request.POST["name"]
    # ok: python.session-trust-boundary
    request.session["visits"] = 1


async def keep(request):
    session = await get_session(request)
    # ruleid: python.session-trust-boundary
    session["name"] = request.query["name"]


@app.route("/language")
def language():
    answer = make_response("")
    # ruleid: python.cookie-from-request
    answer.set_cookie("language", request.args["language"], secure=True)
    # ruleid: python.cookie-from-request
    answer.set_cookie(key="colour", value=request.args.get("colour"))
    # ok: python.cookie-from-request
    answer.set_cookie("size", str(int(request.args["size"])))
    # ok: python.cookie-from-request
    answer.set_cookie("seen", "yes", path="/")
    return answer
