import traceback

import bottle
import debugpy
import debug_toolbar
import tornado.web
from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path
from django.views.debug import technical_500_response
from fastapi import FastAPI, HTTPException
from flask import Flask, jsonify
from flask_debugtoolbar import DebugToolbarExtension
from remote_pdb import RemotePdb
from starlette.applications import Starlette
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import run_simple

app = Flask(__name__)

# ruleid: python.flask-debug-setting
app.debug = True
# ruleid: python.flask-debug-setting
app.config["DEBUG"] = True
# ruleid: python.flask-debug-setting
app.config.update(DEBUG=True, TESTING=False)
# ok: python.flask-debug-setting
app.debug = settings.DEBUG
# ok: python.flask-debug-setting
app.config["DEBUG"] = False
# ok: python.flask-debug-setting
printer.debug = True
if local:
    # ok: python.flask-debug-setting
    app.debug = True

# ruleid: python.werkzeug-debugger
app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)
# ruleid: python.werkzeug-debugger
run_simple("localhost", 8080, app, use_debugger=True)
# ok: python.werkzeug-debugger
run_simple("localhost", 8080, app, use_reloader=True)
# ok: python.werkzeug-debugger
app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=False)

# ruleid: python.dash-debug
board.run_server(debug=True)
# ruleid: python.dash-debug
board.run_server("127.0.0.1", port=8080, debug=True)
# ok: python.dash-debug
board.run_server(debug=False)
# ok: python.dash-debug
board.run_server(debug=options.debug)

# ruleid: python.asgi-debug
api = FastAPI(title="Shop", debug=True)
# ruleid: python.asgi-debug
site = Starlette(debug=True, routes=routes)
# ok: python.asgi-debug
api = FastAPI(title="Shop")
# ok: python.asgi-debug
site = Starlette(debug=settings.DEBUG)

# ruleid: python.tornado-debug
tornado.web.Application(handlers, debug=True)
# ruleid: python.tornado-debug
tornado.web.Application(handlers, serve_traceback=True)
# ok: python.tornado-debug
tornado.web.Application(handlers, debug=options.debug)
# ok: python.tornado-debug
tornado.web.Application(handlers)

# ruleid: python.bottle-debug
bottle.run(host="localhost", port=8080, debug=True)
# ruleid: python.bottle-debug
bottle.debug(True)
# ok: python.bottle-debug
bottle.run(host="localhost", port=8080)
# ok: python.bottle-debug
bottle.debug(False)


@app.route("/orders")
def orders():
    try:
        return jsonify(load())
    except ValueError as problem:
        # ok: python.exception-in-response
        return jsonify({"error": str(problem)}), 400
    except Exception as error:
        # ruleid: python.traceback-in-response
        return jsonify({"error": traceback.format_exc()}), 500


@app.errorhandler(500)
def failed(error):
    # ruleid: python.traceback-in-response
    return "<pre>" + traceback.format_exc() + "</pre>", 500


def page(request):
    try:
        return HttpResponse(render(request))
    except Exception as error:
        text = traceback.format_exc()
        # ok: python.traceback-in-response
        log(traceback.format_exc())
        # ruleid: python.traceback-in-response
        return HttpResponse(text, status=500)


def described(request):
    try:
        return HttpResponse(render(request))
    except Exception as error:
        # ok: python.traceback-in-response
        # ruleid: python.exception-in-response
        return HttpResponse(str(error), status=500)


async def item(number):
    try:
        return await load(number)
    except Exception as error:
        # ruleid: python.exception-in-response
        raise HTTPException(status_code=500, detail=str(error))


async def other(number):
    try:
        return await load(number)
    except Exception as error:
        # ok: python.exception-in-response
        raise HTTPException(status_code=500, detail="Try again later")


def report(request):
    # ruleid: python.django-technical-response
    return technical_500_response(request, *sys.exc_info())


def again(request, error):
    if request.user.is_superuser:
        # ok: python.django-technical-response
        return technical_500_response(request, *sys.exc_info())
    # ruleid: python.django-technical-response
    page = technical_500_response(request, *sys.exc_info())
    # ok: python.django-technical-response
    return handler500(request)


urlpatterns = [
    # ruleid: python.debug-urls-open
    path("__debug__/", include("debug_toolbar.urls")),
    # ruleid: python.debug-urls-open
    path("__debug__/", include(debug_toolbar.urls)),
    # ok: python.debug-urls-open
    path("shop/", include("shop.urls")),
]
if settings.DEBUG:
    # ok: python.debug-urls-open
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
# ruleid: python.debug-urls-open
toolbar = DebugToolbarExtension(app)

# ruleid: python.debugger-listens-outside
debugpy.listen(("0.0.0.0", 5678))
# ruleid: python.debugger-listens-outside
RemotePdb("0.0.0.0", 4444).set_trace()
# ok: python.debugger-listens-outside
debugpy.listen(5678)
# ok: python.debugger-listens-outside
RemotePdb("127.0.0.1", 4444).set_trace()
