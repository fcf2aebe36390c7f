import os
import shutil
import zipfile
from pathlib import Path

from django.http import FileResponse
from fastapi import FastAPI, UploadFile
from flask import Flask, abort, render_template, request, send_file
from PIL import Image
from werkzeug.utils import safe_join, secure_filename

app = Flask(__name__)
api = FastAPI()
FOLDER = "/srv/files"
ROOT = Path(FOLDER)


def read(name):
    # ruleid: python.path-traversal
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


@app.route("/files/<path:name>", methods=["GET", "POST", "DELETE"])
def files(name):
    if request.method == "DELETE":
        # ok: python.path-traversal
        os.remove(os.path.join(FOLDER, os.path.basename(name)))
        # ruleid: python.path-traversal
        os.remove(f"{FOLDER}/{name}")
    if request.method == "POST":
        # ruleid: python.path-traversal
        (ROOT / name).write_bytes(request.data)
        # ruleid: python.path-traversal
        shutil.copyfile("template.txt", name)
    # ok: python.path-traversal
    read(secure_filename(name))
    # ok: python.path-traversal
    send_file(safe_join(FOLDER, name))
    # ruleid: python.path-traversal
    send_file(FOLDER + "/" + name)
    return read(name)


@app.route("/page")
def page():
    path = os.path.realpath(os.path.join(FOLDER, request.args["page"]))
    if not path.startswith(FOLDER + os.sep):
        return abort(404)
    # ok: python.path-traversal
    return open(path, encoding="utf-8").read()


@app.route("/page-half-checked")
def page_half_checked():
    path = os.path.join(FOLDER, request.args["page"])
    if not path.startswith(FOLDER):
        return abort(404)
    # ruleid: python.path-traversal
    return open(path, encoding="utf-8").read()


@app.route("/note")
def note():
    path = (ROOT / request.args["note"]).resolve()
    if not path.is_relative_to(ROOT):
        return abort(404)
    # ok: python.path-traversal
    return path.read_text()


@app.route("/upload", methods=["POST"])
def upload():
    file = request.files["file"]
    # ruleid: python.path-traversal
    file.save(os.path.join(FOLDER, file.filename))
    # ok: python.path-traversal
    file.save(os.path.join(FOLDER, secure_filename(file.filename)))
    # ok: python.path-of-document
    names = zipfile.ZipFile(file).namelist()
    # ok: python.path-of-document
    Image.open(file.stream).verify()
    # ruleid: python.path-of-document
    Image.open(request.form["like"]).verify()
    # ruleid: python.path-of-document
    with zipfile.ZipFile(f"/srv/{request.form['archive']}.zip") as archive:
        archive.testzip()
    return {"names": names}


@api.post("/pictures")
async def pictures(file: UploadFile, number: int):
    # ok: python.path-traversal
    (ROOT / f"{number}.png").write_bytes(await file.read())
    # ruleid: python.path-traversal
    with open(f"/srv/pictures/{file.filename}", "wb") as target:
        target.write(await file.read())


def download(request):
    name = request.GET["name"]
    if ".." in name or "/" in name:
        raise ValueError(name)
    # ok: python.path-traversal
    return FileResponse(open(f"/srv/{name}", "rb"))


@app.route("/show/<name>")
def show(name):
    if name == "imprint":
        # ok: python.template-name
        return render_template(name + ".html")
    # ruleid: python.template-name
    return render_template(f"pages/{name}.html", title=name)


@app.route("/theme")
def theme():
    # ruleid: python.template-name
    return render_template(request.cookies["theme"] + ".html")
