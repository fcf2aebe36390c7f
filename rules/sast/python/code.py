import builtins
import builtins as b
from builtins import exec as execute


def run(text, model, frame):
    # ruleid: python.eval-dynamic
    eval(text)
    # ruleid: python.eval-dynamic
    value = eval(text, {"__builtins__": {}})
    # ruleid: python.eval-dynamic
    b.eval(text)
    # ok: python.eval-dynamic
    eval("1 + 1")
    # ok: python.eval-dynamic
    model.eval()
    # ok: python.eval-dynamic
    frame.eval("a = b")
    # ruleid: python.exec-dynamic
    exec(text)
    # ruleid: python.exec-dynamic
    builtins.exec(compile(text, "x", "exec"), {})
    # ruleid: python.exec-dynamic
    execute(text)
    with open(model) as file:
        # ok: python.exec-dynamic
        exec(compile(file.read(), model, "exec"), {})
    # ok: python.exec-dynamic
    exec(text, model.__dict__)
    # ok: python.exec-dynamic
    exec("import os")
    # ok: python.exec-dynamic
    exec(compile("import os", "x", "exec"))
    # ok: python.exec-dynamic
    app.exec()
    return value


def calculate(text, sign, size, rows):
    for row in rows.fetchall():
        # ruleid: python.eval-dynamic
        eval(row[0])
    # ok: python.eval-dynamic
    eval("x" + {"plus": "+", "minus": "-"}.get(sign, "+") + "y")
    # ok: python.eval-dynamic
    eval(f"2 ** {int(size)}")
    # ok: python.eval-dynamic
    eval(repr(text))
    for name in ("a", "b"):
        # ok: python.exec-dynamic
        exec(f"{name} = 1")
    if text not in ("1 + 1", "2 + 2"):
        return None
    # ok: python.eval-dynamic
    return eval(text)


def configured(text):
    code = "1 + 1"
    if False:
        code = text
    # ok: python.eval-dynamic
    return eval(code)


CODE = "1 + 1"
# ok: python.eval-dynamic
eval(CODE)


def shadowed(eval, exec):
    # ok: python.eval-dynamic
    eval(CODE + "2")
    # ok: python.exec-dynamic
    exec(input())


def delete(user, page):
    # ruleid: python.assert-permission
    assert user.is_admin
    # ruleid: python.assert-permission
    assert user.has_perm("delete", page), "not allowed"
    # ok: python.assert-permission
    assert page is not None
