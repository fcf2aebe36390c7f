import csv
import json
import zlib

from flask import Flask, make_response, request
from shop.models import Item, User, db

app = Flask(__name__)
FIELDS = ("title", "text")


@app.route("/users", methods=["POST"])
def add_user():
    data = request.get_json()
    # ruleid: python.object-fields-injection
    user = User(**data)
    # ok: python.object-fields-injection
    other = User(name=data["name"], mail=data.get("mail"))
    wanted = {name: data[name] for name in FIELDS}
    # ok: python.object-fields-injection
    db.session.add_all([user, other, Item(**wanted)])
    return ""


def change(request, number):
    fields = dict(request.POST)
    # ruleid: python.object-fields-injection
    Item.objects.filter(pk=number).update(**fields)
    # ok: python.object-fields-injection
    Item.objects.create(**json.loads(request.POST["item"]))


@app.route("/report", methods=["POST"])
def report():
    answer = make_response("")
    writer = csv.writer(answer.stream)
    # ruleid: python.formulas-in-csv
    writer.writerow([request.form["name"], 1])
    # ok: python.formulas-in-csv
    writer.writerow(["name", int(request.form["count"])])
    name = request.form["name"]
    if name.startswith(("=", "+", "-", "@")):
        name = "'"
    # ok: python.formulas-in-csv
    writer.writerow([name])
    # ruleid: python.formulas-in-csv
    csv.writer(answer.stream).writerows([(request.form["note"],)])
    return answer


@app.route("/upload", methods=["POST"])
def upload():
    # ruleid: python.upload-decompressed
    text = zlib.decompress(request.get_data())
    body = request.data
    # ruleid: python.upload-decompressed
    more = zlib.decompress(body[4:])
    # ok: python.upload-decompressed
    some = zlib.decompressobj().decompress(body, max_length=1_000_000)
    # ok: python.upload-decompressed
    return zlib.decompress(open("a.z", "rb").read()) + text + more + some
