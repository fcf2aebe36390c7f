import os
from pathlib import Path

from team import is_safe_path
from werkzeug.utils import secure_filename

FOLDER = Path("/srv")


def is_valid_file(name):
    return bool(name)


def one():
    name = source()
    # ruleid: python.path-checked
    sink(FOLDER / name)
    # ok: python.path-checked
    sink(FOLDER / Path(name).name)
    # ok: python.path-checked
    sink("a" + os.path.splitext(name)[1])
    # ok: python.path-checked
    sink(secure_filename(name))
    # ruleid: python.path-checked
    sink(name.replace("..", ""))
    if not is_valid_file(name):
        return
    # ruleid: python.path-checked
    sink(name)
    if not is_safe_path(name):
        return
    # ok: python.path-checked
    sink(name)


def two():
    path = FOLDER / source()
    if FOLDER not in path.resolve().parents:
        return
    # ok: python.path-checked
    sink(path)


def three():
    path = os.path.abspath(os.path.join("/srv", source()))
    if os.path.commonpath(["/srv", path]) != "/srv":
        raise ValueError(path)
    # ok: python.path-checked
    sink(path)


def four():
    path = "/srv/" + source()
    # ruleid: python.path-checked
    sink(path)
    if path.startswith("/srv/"):
        # ruleid: python.path-checked
        sink(path)
    if os.path.realpath(path).startswith("/srv/"):
        # ok: python.path-checked
        sink(path)
