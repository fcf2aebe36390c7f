import enum
import re
import subprocess
import sys
import uuid
from pathlib import Path

from flask import abort

ALLOWED = load()
KINDS = {"a": "x", "b": "y"}
names = ["a", "b"]
table = {"a": 1, "b": 2}
PLAIN = re.compile(r"[a-z0-9_-]+")


def among(settings):
    name = source()
    if name in ("a", "b"):
        # ok: python.checked
        sink(name)
    # ruleid: python.checked
    sink(name)
    if name in ALLOWED and other(name):
        # ok: python.checked
        sink(name)
    else:
        # ruleid: python.checked
        sink(name)
    if name in ALLOWED or other(name):
        # ruleid: python.checked
        sink(name)
    if name in names:
        # ok: python.checked
        sink(name)
    if name in settings.ALLOWED_NAMES:
        # ok: python.checked
        sink(name)
    if name in table:
        # ok: python.checked
        sink(name)
    if name in KINDS.keys():
        # ok: python.checked
        sink(name)
    if name in other():
        # ruleid: python.checked
        sink(name)
    if name not in ALLOWED:
        # ruleid: python.checked
        sink(name)


def within_expressions():
    name = source()
    # ok: python.checked
    sink(name if name in ALLOWED else "a")
    # ruleid: python.checked
    sink("a" if name in ALLOWED else name)
    # ok: python.checked
    sink([one for one in source() if one in ALLOWED])
    # ruleid: python.checked
    sink([one for one in source() if one not in ALLOWED])
    # ok: python.checked
    name in ALLOWED and sink(name)
    # ok: python.checked
    name not in ALLOWED or sink(name)
    # ruleid: python.checked
    sink([0 for one in names if name in ALLOWED] and name)


def early_return():
    name = source()
    if name not in ALLOWED:
        return
    # ok: python.checked
    sink(name)
    name = source()
    # ruleid: python.checked
    sink(name)


def early_raise():
    name = source()
    if not name or not name in ALLOWED:
        raise ValueError(name)
    # ok: python.checked
    sink(name)


def early_abort():
    name = source()
    if name not in ALLOWED:
        abort(404)
    # ok: python.checked
    sink(name)
    other = source()
    if other not in ALLOWED:
        sys.exit("no")
    # ok: python.checked
    sink(other)


def early_default():
    name = source()
    if name not in ALLOWED:
        name = "a"
    # ok: python.checked
    sink(name)


def early_message():
    name = source()
    if name not in ALLOWED:
        print("no")
    # ruleid: python.checked
    sink(name)


def asserted():
    name = source()
    assert name in ALLOWED
    # ok: python.checked
    sink(name)


def until():
    name = source()
    while name not in ALLOWED:
        # ruleid: python.checked
        sink(name)
        name = source()
    # ok: python.checked
    sink(name)


def both():
    name, kind = source(), source()
    if name in ALLOWED and kind in KINDS:
        # ok: python.checked
        sink(name + kind)
    if name not in ALLOWED or kind not in KINDS:
        return
    # ok: python.checked
    sink(name + kind)


def any_of():
    name = source()
    if name == "a" or name == "b":
        # ok: python.checked
        sink(name)
    if name == "a" or name.startswith("b"):
        # ruleid: python.checked
        sink(name)
    if name != "a" and name != "b":
        return
    # ok: python.checked
    sink(name)


def kept():
    name = source()
    good = name in ALLOWED
    if not good:
        return
    # ok: python.checked
    sink(name)


def kept_too_long():
    name = source()
    good = name in ALLOWED
    name = source()
    if good:
        # ruleid: python.checked
        sink(name)


def members():
    data = source()
    if data["kind"] in ALLOWED:
        # ok: python.checked
        sink(data["kind"])
        # ruleid: python.checked
        sink(data["name"])


def letters():
    name = source()
    if name.isalnum():
        # ok: python.checked
        sink(name)
    if not name.isdigit():
        # ruleid: python.checked
        sink(name)
        return
    # ok: python.checked
    sink(name)


def each_letter():
    name = source()
    if all(letter.isalnum() for letter in name):
        # ok: python.checked
        sink(name)


def types():
    name = source()
    if isinstance(name, int):
        # ok: python.checked
        sink(name)
    if isinstance(name, (int, float)):
        # ok: python.checked
        sink(name)
    if isinstance(name, str):
        # ruleid: python.checked
        sink(name)
    if name is None:
        # ok: python.checked
        sink(name)
    if name is not None:
        # ruleid: python.checked
        sink(name)


def expressions():
    name = source()
    if re.fullmatch(r"[A-Za-z0-9_]+", name):
        # ok: python.checked
        sink(name)
    if re.match(r"^\w+$", name):
        # ok: python.checked
        sink(name)
    if re.match(r"\w+", name):
        # ruleid: python.checked
        sink(name)
    if re.search(r"^[a-z]{1,8}\.txt$", name):
        # ok: python.checked
        sink(name)
    if re.match(r"^.*$", name):
        # ruleid: python.checked
        sink(name)
    if re.match(r"^[^;]+$", name):
        # ruleid: python.checked
        sink(name)
    if re.match(r"^[\w/.]+$", name):
        # ruleid: python.checked
        sink(name)
    if PLAIN.fullmatch(name) is None:
        return
    # ok: python.checked
    sink(name)


def kept_match():
    name = source()
    match = re.match(r"^\d+$", name)
    if match is None:
        # ruleid: python.checked
        sink(name)
        raise ValueError
    # ok: python.checked
    sink(name)


def tables():
    name = source()
    # ok: python.checked
    sink(KINDS.get(name, "x"))
    # ok: python.checked
    sink(KINDS[name])
    # ok: python.checked
    sink(table.get(name))
    # ruleid: python.checked
    sink(KINDS.get(name, name))
    # ruleid: python.checked
    sink(other().get(name))


def cases():
    name = source()
    match name:
        case "a" | "b":
            # ok: python.checked
            sink(name)
        case str():
            # ruleid: python.checked
            sink(name)
        case _:
            # ruleid: python.checked
            sink(name)


def by_exception():
    name = source()
    int(name)
    # ok: python.checked
    sink(name)
    key = source()
    try:
        uuid.UUID(key)
    except ValueError:
        # ruleid: python.checked
        sink(key)
        return
    # ok: python.checked
    sink(key)


def is_allowed(name, more=None):
    if not name:
        return False
    return name in ALLOWED


def is_bad(name):
    if name in ALLOWED:
        return False
    return True


def must_be_allowed(kind, name):
    if name not in ALLOWED:
        raise ValueError(name)


def must_be_logged(name):
    if name not in ALLOWED:
        print(name)


def by_function():
    name = source()
    if is_allowed(name):
        # ok: python.checked
        sink(name)
    else:
        # ruleid: python.checked
        sink(name)
    if is_allowed("a", name):
        # ruleid: python.checked
        sink(name)
    if is_bad(name):
        # ruleid: python.checked
        sink(name)
        return
    # ok: python.checked
    sink(name)


def by_function_that_raises():
    name, kind = source(), source()
    must_be_logged(name)
    # ruleid: python.checked
    sink(name)
    must_be_allowed(kind, name=name)
    # ok: python.checked
    sink(name)
    # ruleid: python.checked
    sink(kind)


async def must_fit(name):
    must_be_allowed(1, name)


class Service:
    def fits(self, name):
        return is_allowed(name)

    async def save(self):
        name = source()
        if not self.fits(name):
            return
        # ok: python.checked
        sink(name)
        other = source()
        await must_fit(other)
        # ok: python.checked
        sink(other)

    def other(self):
        name = source()
        must_fit(name)
        # ruleid: python.checked
        sink(name)


def by_another_spelling():
    name = source()
    if name.lower() not in ("a", "b"):
        return
    # ok: python.checked
    sink(name)
    other = source()
    if other.encode() in (b"a", b"b"):
        # ruleid: python.checked
        sink(other)


def left_over():
    # ok: python.checked
    sink(re.sub(r"[^a-zA-Z0-9_.]", "", source()))
    # ok: python.checked
    sink(re.compile(r"\W+").sub("_", source()))
    # ruleid: python.checked
    sink(re.sub("[^a-z/]", "", source()))
    # ruleid: python.checked
    sink(re.sub("[a-z]", "", source()))
    mixed = {"a": "b", "c": source()}
    # ruleid: python.checked
    sink(mixed.get(kind, "x"))
    # ok: python.checked
    sink({"a": "b"}.get(source(), "x"))


def of_request(request):
    kinds = {"a": "b", "c": source()}
    # ruleid: python.checked
    sink(kinds.get("c"))
    # ok: python.checked
    sink(KINDS.get(source(), "a"))
    request = source()
    # ruleid: python.checked
    sink(request.POST.get("name", ""))


class Shape(enum.Enum):
    ROUND = "round"


class Named(str, enum.Enum):
    A = "a"


def members():
    # ok: python.checked
    sink(Shape(source()).value)
    # ok: python.checked
    sink(Named[source()])
    # ruleid: python.checked
    sink(Other(source()).value)


def written_again(request):
    request = source()
    if request.args["kind"] in ("a", "b"):
        # ok: python.checked
        sink(request.args["kind"])
        # ruleid: python.checked
        sink(request.args["name"])
    # ruleid: python.checked
    sink(request.args["kind"])
    if request.form.get("number").isdigit():
        # ok: python.checked
        sink(request.form.get("number"))


def written_out():
    name = Path("/srv") / source()
    if str(name) not in ("/srv/a", "/srv/b"):
        return
    # ok: python.checked
    sink(name)


def got_with_it():
    with open(source()) as file:
        # ok: python.checked
        sink(file.read())
    # ok: python.checked
    sink(Path(source()).read_text())
    # ok: python.checked
    sink(subprocess.run(["id", source()]).stdout)
    # ruleid: python.checked
    open(sink(source()))


def with_marks():
    name = source()
    if name.replace("/", "").isalnum():
        # ruleid: python.checked
        sink(name)
    if not name.replace("-", "").isalnum():
        return
    # ok: python.checked
    sink(name)
