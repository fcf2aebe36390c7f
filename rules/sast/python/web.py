import jinja2
import jwt
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from flask import Flask
from jinja2 import Environment, select_autoescape
from markupsafe import Markup

server = Flask(__name__)
app = make_app()

if __name__ == "__main__":
    # ruleid: python.flask-debug
    server.run(host="127.0.0.1", debug=True)
    # ruleid: python.flask-debug
    app.run(debug=True)
    # ok: python.flask-debug
    app.run()
    # ok: python.flask-debug
    app.run(debug=settings.DEBUG)
    # ok: python.flask-debug
    pipeline.run(debug=True)

# ruleid: python.jinja2-autoescape-off
Environment(loader=files)
# ruleid: python.jinja2-autoescape-false
jinja2.Environment(autoescape=False)
# ok: python.jinja2-autoescape-off, python.jinja2-autoescape-false
Environment(loader=files, autoescape=True)
# ok: python.jinja2-autoescape-off, python.jinja2-autoescape-false
jinja2.Environment(autoescape=select_autoescape(["html"]))


def link(name, text):
    # ruleid: python.mark-safe-dynamic
    mark_safe("<b>%s</b>" % name)
    # ruleid: python.mark-safe-dynamic
    Markup(f"<b>{name}</b>")
    # ok: python.mark-safe-dynamic
    mark_safe("<br>")
    # ok: python.mark-safe-dynamic
    format_html("<b>{}</b>", name)
    # ok: python.mark-safe-dynamic
    Markup("<b>{}</b>").format(text)


def claims(token, key):
    # ruleid: python.jwt-unverified
    jwt.decode(token, verify=False)
    # ruleid: python.jwt-unverified
    jwt.decode(token, key, options={"verify_signature": False})
    # ruleid: python.jwt-unverified
    jwt.decode(token, key, algorithms=["HS256", "none"])
    # ok: python.jwt-unverified
    jwt.decode(token, key, algorithms=["HS256"])
    # ok: python.jwt-unverified
    jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})
