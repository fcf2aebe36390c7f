import bottle
import celery
import cherrypy
import flask
import streamlit
from celery import Celery
from fastapi import BackgroundTasks, Depends, Query
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


@app.get("/items/{name}")
async def item_of(
    name,
    count: int,
    key: UUID,
    item: Item,
    background: BackgroundTasks,
    person=Depends(current),
    note: str = Query(""),
    sizes: list[int] = Query([]),
    token: Annotated[str, Depends(token_of)] = "",
):
    # ruleid: python.untrusted
    sink(name)
    # ruleid: python.untrusted
    sink(item.name)
    # ruleid: python.untrusted
    sink(note)
    # ok: python.untrusted
    sink(count)
    # ok: python.untrusted
    sink(key)
    # ok: python.untrusted
    sink(background)
    # ok: python.untrusted
    sink(person.name)
    # ok: python.untrusted
    sink(sizes)
    # ok: python.untrusted
    sink(token)


async def of_aiohttp(request):
    form = await request.post()
    # ruleid: python.untrusted
    sink(form["name"])
    # ruleid: python.untrusted
    sink(request.match_info["name"])
    # ruleid: python.untrusted
    sink(await request.json())
    # ok: python.untrusted
    sink(request.app["settings"])


@login_required
def entry(request, slug, pk):
    # ruleid: python.untrusted
    sink(slug)
    # ok: python.untrusted
    sink(pk)


class Entry(DetailView):
    def get(self, request, slug):
        # ruleid: python.untrusted
        sink(slug)
        # ruleid: python.untrusted
        sink(self.kwargs["slug"])

    def helper(self, request, slug):
        # ok: python.untrusted
        sink(slug)


def save(form, serializer, login_form):
    # ruleid: python.untrusted
    sink(form.cleaned_data["name"])
    # ruleid: python.untrusted
    sink(serializer.validated_data["name"])
    # ruleid: python.untrusted
    sink(login_form.name.data)
    # ok: python.untrusted
    sink(login_form.name.label)


class Main(tornado.web.RequestHandler):
    def get(self, name):
        # ruleid: python.untrusted
        sink(name)
        # ruleid: python.untrusted
        sink(self.get_argument("q", ""))
        # ruleid: python.untrusted
        sink(self.request.arguments["q"])
        # ok: python.untrusted
        sink(self.settings)


@bottle.route("/hello/<name>/<page:int>/<rest:path>")
def hello(name, page, rest):
    # ruleid: python.untrusted
    sink(name)
    # ok: python.untrusted
    sink(page)
    # ruleid: python.untrusted
    sink(rest)
    # ruleid: python.untrusted
    sink(bottle.request.query.q)
    # ruleid: python.untrusted
    sink(bottle.request.forms.get("q"))


class Root:
    @cherrypy.expose
    def index(self, name, **more):
        # ruleid: python.untrusted
        sink(name)
        # ruleid: python.untrusted
        sink(more["x"])

    def other(self, name):
        # ok: python.untrusted
        sink(name)


@app.get("/sanic/<name:str>/<number:int>")
async def of_sanic(request, name, number):
    # ruleid: python.untrusted
    sink(name)
    # ok: python.untrusted
    sink(number)
    # ruleid: python.untrusted
    sink(request.args.get("q"))


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        # ruleid: python.untrusted
        sink(self.path)
        # ruleid: python.untrusted
        sink(self.headers["Host"])
        # ruleid: python.untrusted
        sink(self.rfile.read(10))
        # ok: python.untrusted
        sink(self.command)
        # ok: python.untrusted
        sink(os.path)


class Other:
    def open(self):
        # ok: python.untrusted
        sink(self.path)


def application(environ, start_response):
    # ruleid: python.untrusted
    sink(environ["QUERY_STRING"])
    # ruleid: python.untrusted
    sink(environ.get("HTTP_HOST"))


def of_cgi():
    # ruleid: python.untrusted
    sink(cgi.FieldStorage().getvalue("name"))


def of_connections(connection, websocket, queue):
    # ruleid: python.untrusted
    sink(connection.recv(1024).decode())
    data, address = connection.recvfrom(1024)
    # ruleid: python.untrusted
    sink(data)
    # ok: python.untrusted
    sink(queue.recv())


async def of_web_sockets(websocket):
    # ruleid: python.untrusted
    sink(await websocket.receive_text())
    # ruleid: python.untrusted
    sink(await websocket.recv())


def lambda_handler(event, context):
    # ruleid: python.untrusted
    sink(event["body"])
    # ok: python.untrusted
    sink(context.function_name)


def on_click(event):
    # ok: python.untrusted
    sink(event.widget)


@shared_task
def unresolved(name):
    # ok: python.untrusted
    sink(name)


@celery.shared_task(bind=True)
def convert(self, name, user_id, size: int):
    # ruleid: python.untrusted
    sink(name)
    # ok: python.untrusted
    sink(user_id)
    # ok: python.untrusted
    sink(size)


celery_app = Celery()


@celery_app.task
def send(address):
    # ruleid: python.untrusted
    sink(address)


class Greeter(hello_pb2_grpc.GreeterServicer):
    def SayHello(self, request, context):
        # ruleid: python.untrusted
        sink(request.name)
        # ok: python.untrusted
        sink(context.peer())


class Query(graphene.ObjectType):
    def resolve_person(self, info, name, **more):
        # ruleid: python.untrusted
        sink(name)
        # ruleid: python.untrusted
        sink(more["x"])
        # ok: python.untrusted
        sink(info.context)


def callback(channel, method, properties, body):
    # ruleid: python.untrusted
    sink(body)
    # ok: python.untrusted
    sink(method.routing_key)


async def start(update, context):
    # ruleid: python.untrusted
    sink(update.message.text)
    # ok: python.untrusted
    sink(update.effective_user.id)


async def on_message(message):
    # ruleid: python.untrusted
    sink(message.content)


def of_streamlit():
    # ruleid: python.untrusted
    sink(streamlit.text_input("Name"))


class Task(Resource):
    def on_get(self, req, resp):
        # ruleid: python.untrusted
        sink(req.get_param("name"))
        # ruleid: python.untrusted
        sink(req.media["name"])
        # ok: python.untrusted
        sink(resp.text)
