import os

import bottle
from aiohttp import web
from django.urls import re_path
from django.views.static import serve
from fastapi import FastAPI, UploadFile
from fastapi.staticfiles import StaticFiles
from flask import Flask, request, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
site = FastAPI()


def upload(folder):
    file = request.files["file"]
    # ruleid: python.upload-client-filename
    file.save(os.path.join(folder, file.filename))
    # ruleid: python.upload-client-filename
    file.save(f"uploads/{file.filename}")
    name = file.filename
    # ruleid: python.upload-client-filename
    file.save(folder / name)
    # ok: python.upload-client-filename
    file.save(os.path.join(folder, secure_filename(file.filename)))
    # ok: python.upload-client-filename
    file.save(os.path.join(folder, "picture.png"))
    # ok: python.upload-client-filename
    print(f"uploads/{file.filename}")


def upload_later(folder):
    file = request.files["file"]
    path = os.path.join(folder, file.filename)
    # ruleid: python.upload-client-filename
    file.save(path)


def upload_safely(folder):
    file = request.files["file"]
    name = file.filename
    name = secure_filename(name)
    # ok: python.upload-client-filename
    file.save(os.path.join(folder, name))


@site.post("/files")
async def store(file: UploadFile):
    # ruleid: python.upload-client-filename
    with open(f"uploads/{file.filename}", "wb") as target:
        target.write(await file.read())
    # ok: python.upload-client-filename
    with open(f"uploads/{file.filename}", "rb") as target:
        return target.read()


def unpack(archive, folder):
    info = archive.getinfo("a")
    # ok: python.upload-client-filename
    with open(os.path.join(folder, info.filename), "wb") as target:
        target.write(archive.read(info))


@app.route("/<path:name>")
def files(name):
    # ruleid: python.working-folder-served
    return send_from_directory(".", name)


@app.route("/all/<path:name>")
def every(name):
    # ruleid: python.working-folder-served
    return send_from_directory(app.root_path, name)


@app.route("/files/<path:name>")
def public(name):
    # ok: python.working-folder-served
    return send_from_directory("public", name)


@app.route("/")
def index():
    # ok: python.working-folder-served
    return send_from_directory(".", "index.html")


@bottle.route("/<path:path>")
def static(path):
    # ruleid: python.working-folder-served
    return bottle.static_file(path, root="./")


# ruleid: python.working-folder-served
site.mount("/static", StaticFiles(directory="."))
# ok: python.working-folder-served
site.mount("/static", StaticFiles(directory="static"))
# ruleid: python.working-folder-served
pages = Flask(__name__, static_folder="../", static_url_path="")

shop = web.Application()
# ruleid: python.directory-listing
shop.router.add_static("/files/", "files", show_index=True)
urlpatterns = [
    # ruleid: python.directory-listing
    re_path("^files/(.*)$", serve, {"show_indexes": True}),
    # ok: python.directory-listing
    re_path("^media/(.*)$", serve, {"document_root": MEDIA}),
]
# ok: python.directory-listing
shop.router.add_static("/files/", "files")
# ok: python.directory-listing
table.plot(show_index=True)
