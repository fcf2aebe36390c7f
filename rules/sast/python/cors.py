import aiohttp_cors
import socketio
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import request
from flask_cors import CORS, cross_origin
from flask_socketio import SocketIO
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as Cors
from tornado.websocket import WebSocketHandler

server = FastAPI()
origins = ["*"]

# ruleid: python.cors-credentials-any-origin
server.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
)
# ruleid: python.cors-credentials-any-origin
server.add_middleware(Cors, allow_origins=origins, allow_credentials=True)
middleware = [
    # ruleid: python.cors-credentials-any-origin
    Middleware(Cors, allow_origin_regex=".*", allow_credentials=True),
]
# ok: python.cors-credentials-any-origin
server.add_middleware(
    CORSMiddleware,
    allow_origins=["https://app.example.org"],
    allow_credentials=True,
    allow_methods=["*"],
)
# ok: python.cors-credentials-any-origin
# ruleid: python.cors-any-origin
server.add_middleware(CORSMiddleware, allow_origins=["*"])
# ok: python.cors-credentials-any-origin, python.cors-any-origin
server.add_middleware(
    CORSMiddleware,
    allow_origins=settings.origins,
    allow_credentials=True,
)

# ruleid: python.flask-cors-credentials-any-origin
CORS(app, supports_credentials=True)
# ruleid: python.flask-cors-credentials-any-origin
CORS(app, origins="*", supports_credentials=True)
# ruleid: python.flask-cors-credentials-any-origin
cors.init_app(app, resources=r"/api/*", supports_credentials=True)
# ruleid: python.flask-cors-credentials-any-origin
CORS(app, resources={"/": {"origins": "*", "supports_credentials": True}})
# ruleid: python.flask-cors-credentials-any-origin
CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)


# ruleid: python.flask-cors-credentials-any-origin
@cross_origin(supports_credentials=True)
def account():
    return {}


# ok: python.flask-cors-credentials-any-origin, python.cors-any-origin
CORS(app, origins=["https://app.example.org"], supports_credentials=True)
# ok: python.flask-cors-credentials-any-origin, python.cors-any-origin
CORS(app, resources={"/api": {"origins": FRONT}}, supports_credentials=True)
# ok: python.flask-cors-credentials-any-origin
# ruleid: python.cors-any-origin
CORS(app)


class Prod:
    # ruleid: python.django-cors-credentials-any-origin
    CORS_ALLOW_ALL_ORIGINS = True
    CORS_ALLOW_CREDENTIALS = True


class Old:
    CORS_ALLOW_CREDENTIALS = True
    # ruleid: python.django-cors-credentials-any-origin
    CORS_ORIGIN_ALLOW_ALL = True


class Public:
    # ok: python.django-cors-credentials-any-origin
    # ruleid: python.cors-any-origin
    CORS_ALLOW_ALL_ORIGINS = True
    CORS_ALLOW_CREDENTIALS = False


class Named:
    # ok: python.django-cors-credentials-any-origin, python.cors-any-origin
    CORS_ALLOW_ALL_ORIGINS = False
    CORS_ALLOW_CREDENTIALS = True


def reply(response, headers):
    # ruleid: python.cors-any-origin
    response.headers["Access-Control-Allow-Origin"] = "*"
    # ok: python.cors-any-origin
    response.headers["Access-Control-Allow-Methods"] = "*"
    # ruleid: python.cors-origin-reflected
    response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    asks = request.headers.get("Origin")
    # ruleid: python.cors-origin-reflected
    response.headers["Access-Control-Allow-Origin"] = asks
    # ruleid: python.cors-origin-reflected
    headers.add("Access-Control-Allow-Origin", request.META["HTTP_ORIGIN"])
    # ok: python.cors-origin-reflected
    response.headers["Access-Control-Allow-Origin"] = "https://example.org"
    # ok: python.cors-origin-reflected
    response.headers["Access-Control-Allow-Origin"] = known(asks)
    # ok: python.cors-origin-reflected
    headers.add("Access-Control-Allow-Origin", pick(request.headers["Origin"]))
    # ok: python.cors-origin-reflected
    headers.add("Access-Control-Allow-Origin", asks if asks in MINE else SITE)
    if asks in ALLOWED:
        # ok: python.cors-origin-reflected
        response.headers["Access-Control-Allow-Origin"] = asks
    if is_allowed(asks):
        # ok: python.cors-origin-reflected
        headers.add("Access-Control-Allow-Origin", asks)
    # ruleid: python.cors-null-origin
    response.headers["Access-Control-Allow-Origin"] = "null"
    # ok: python.cors-null-origin
    response.headers["Origin"] = "null"


def preflight(response):
    if request.method == "OPTIONS":
        origin = request.headers.get("Origin", SITE)
        # ruleid: python.cors-origin-reflected
        response.headers["Access-Control-Allow-Origin"] = origin
    if request.headers.get("Origin"):
        # ruleid: python.cors-origin-reflected
        response["Access-Control-Allow-Origin"] = request.headers["Origin"]


def checked(response):
    origin = request.headers.get("Origin")
    if origin not in ALLOWED:
        return response
    # ok: python.cors-origin-reflected
    response.headers["Access-Control-Allow-Origin"] = origin
    return response


# ruleid: python.cors-null-origin
server.add_middleware(CORSMiddleware, allow_origins=[SITE, "null"])
# ok: python.cors-null-origin
server.add_middleware(CORSMiddleware, allow_origins=[SITE])

CORS_ALLOWED_ORIGIN_REGEXES = [
    # ruleid: python.cors-loose-regex
    r"^https://\w+\.example\.org",
    # ruleid: python.cors-loose-regex
    r"^https://app.example.org$",
    # ruleid: python.cors-loose-regex
    r"^https://.*example\.org$",
    # ok: python.cors-loose-regex
    r"^https://\w+\.example\.org$",
    # ok: python.cors-loose-regex
    r"^http://localhost:\d+$",
]
# ruleid: python.cors-loose-regex
Cors(app, allow_origin_regex=r"https://.*example\.org")
# ok: python.cors-loose-regex
Cors(app, allow_origin_regex=r"https://.*\.example\.org")
# ok: python.cors-loose-regex
Cors(app, allow_origin_regex=r"http://localhost:\d+")

# ruleid: python.aiohttp-cors-credentials-any-origin
every = {"*": aiohttp_cors.ResourceOptions(allow_credentials=True)}
aiohttp_cors.setup(app, defaults=every)
aiohttp_cors.setup(
    app,
    # ruleid: python.aiohttp-cors-credentials-any-origin
    defaults={
        "*": aiohttp_cors.ResourceOptions(
            allow_credentials=True, expose_headers="*"
        )
    },
)
# ok: python.aiohttp-cors-credentials-any-origin
public = {"*": aiohttp_cors.ResourceOptions(allow_methods="*")}
# ok: python.aiohttp-cors-credentials-any-origin
named = {SITE: aiohttp_cors.ResourceOptions(allow_credentials=True)}

# ruleid: python.socketio-any-origin
events = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
# ruleid: python.socketio-any-origin
live = SocketIO(app, cors_allowed_origins=origins)
# ok: python.socketio-any-origin
live = SocketIO(app, cors_allowed_origins=["https://app.example.org"])
# ok: python.socketio-any-origin
live = SocketIO(app)


class Chat(WebSocketHandler):
    # ruleid: python.tornado-check-origin
    def check_origin(self, origin):
        return True


class Feed(WebSocketHandler):
    # ruleid: python.tornado-check-origin
    def check_origin(self, origin: str) -> bool:
        """Anyone may read."""
        return True


class Room(WebSocketHandler):
    # ok: python.tornado-check-origin
    def check_origin(self, origin):
        return origin == "https://app.example.org"


class Lobby(WebSocketHandler):
    # ok: python.tornado-check-origin
    def check_origin(self, origin):
        if origin in ALLOWED:
            return True
        return super().check_origin(origin)


# ruleid: python.channels-without-origin-check
application = ProtocolTypeRouter(
    {
        "http": http_application,
        "websocket": AuthMiddlewareStack(URLRouter(urlpatterns)),
    }
)
# ruleid: python.channels-without-origin-check
ProtocolTypeRouter({"websocket": AuthMiddlewareStack(router)})
# ok: python.channels-without-origin-check
application = ProtocolTypeRouter(
    {"websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(router))}
)
# ok: python.channels-without-origin-check
application = ProtocolTypeRouter({"http": http_application})
