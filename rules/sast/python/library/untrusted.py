import flask
from flask import Blueprint, Flask, request
from quart import request as incoming

app = Flask(__name__)
pages = Blueprint("pages", __name__)


@app.route("/search")
def search():
    # ruleid: python.untrusted
    sink(request.args.get("q"))
    # ruleid: python.untrusted
    sink(flask.request.form["name"])
    # ruleid: python.untrusted
    sink(request.get_json()["key"])
    # ruleid: python.untrusted
    sink(request.headers.get("X-Name") + "!")
    # ok: python.untrusted
    sink(request.method)
    # ok: python.untrusted
    sink(request.endpoint)


async def of_quart():
    form = await incoming.form
    # ruleid: python.untrusted
    sink(form["name"])


@pages.get("/files/<path:name>/<int:page>")
def page_of(name, page):
    # ruleid: python.untrusted
    sink(name)
    # ok: python.untrusted
    sink(page)


@app.route("/users/<user>/<uuid:key>")
def user_of(user, key, unit="kb"):
    # ruleid: python.untrusted
    sink(user)
    # ok: python.untrusted
    sink(key)
    # ok: python.untrusted
    sink(unit)


def view(request):
    # ruleid: python.untrusted
    sink(request.GET.get("name"))
    # ruleid: python.untrusted
    sink(request.POST["name"])
    # ruleid: python.untrusted
    sink(request.META["HTTP_REFERER"])
    # ruleid: python.untrusted
    sink(request.build_absolute_uri())
    # ok: python.untrusted
    sink(request.user)
    # ok: python.untrusted
    sink(request.method)


class Page(View):
    def get(self, request):
        # ruleid: python.untrusted
        sink(request.COOKIES["theme"])

    def render(self):
        # ruleid: python.untrusted
        sink(self.request.GET["theme"])
        # ok: python.untrusted
        sink(self.request.user)


def no_view(request_id, response):
    # ok: python.untrusted
    sink(response.text)
    # ok: python.untrusted
    sink(request_id)
