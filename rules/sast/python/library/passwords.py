import getpass
import os

from werkzeug.security import generate_password_hash


def one(request, form):
    # ruleid: python.passwords
    sink(request.form["password"])
    # ruleid: python.passwords
    sink("a" + request.POST.get("new_password"))
    # ruleid: python.passwords
    sink(os.environ["DB_PASSWORD"])
    # ruleid: python.passwords
    sink(getpass.getpass())
    # ok: python.passwords
    sink(request.form["name"])
    # ok: python.passwords
    sink(generate_password_hash(request.form["password"]))
    # ok: python.passwords
    sink(len(form.password.data))
    # ok: python.passwords
    sink(os.environ["HOME"])
