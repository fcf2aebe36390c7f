import genshi
import jinja2
import jwt
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from flask import Flask
from jinja2 import Environment, select_autoescape
from django.utils.translation import gettext as _
from jinja2 import Environment as Templates
from jwt import decode as claims_of
from mako.lookup import TemplateLookup
from mako.template import Template as Page
from markupsafe import Markup, escape
from markupsafe import Markup as Html

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
# ruleid: python.jinja2-autoescape-off
Templates(loader=files)
# ruleid: python.jinja2-autoescape-false
jinja2.Environment(autoescape=False)
# ruleid: python.jinja2-autoescape-false
server.jinja_env.autoescape = False
# ruleid: python.jinja2-autoescape-false
server.jinja_options = {"autoescape": False}
# ok: python.jinja2-autoescape-false
server.jinja_env.autoescape = True
# ok: python.jinja2-autoescape-off, python.jinja2-autoescape-false
Environment(loader=files, autoescape=True)
# ok: python.jinja2-autoescape-off, python.jinja2-autoescape-false
jinja2.Environment(autoescape=select_autoescape(["html"]))


def link(name, text):
    # ruleid: python.mark-safe-dynamic
    mark_safe("<b>%s</b>" % name)
    # ruleid: python.mark-safe-dynamic
    Markup(f"<b>{name}</b>")
    # ruleid: python.mark-safe-dynamic
    Html(name)
    # ruleid: python.mark-safe-dynamic
    genshi.Markup("<b>" + name)
    # ok: python.mark-safe-dynamic
    mark_safe(_("<b>Hello</b>"))
    # ok: python.mark-safe-dynamic
    mark_safe("<b>" if name else "<i>")
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
    # ruleid: python.jwt-unverified
    claims_of(token, options={"verify_signature": False})
    lenient = {"verify_signature": False, "verify_aud": False}
    # ruleid: python.jwt-unverified
    jwt.decode_complete(token, key, options=lenient)
    # ruleid: python.jwt-unverified
    jwt.decode(token, key, ["none"])
    # ok: python.jwt-unverified
    jwt.decode(token, key, algorithms=["HS256"])
    # ok: python.jwt-unverified
    jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})


def page(text, folders, options):
    # ruleid: python.mako-unescaped
    Page(text)
    # ruleid: python.mako-unescaped
    TemplateLookup(folders)
    # ok: python.mako-unescaped
    Page(text, default_filters=["h"])
    # ok: python.mako-unescaped
    TemplateLookup(folders, **options)


def marked(text, kind, names):
    # ok: python.mark-safe-dynamic
    mark_safe("<b>" + escape(text) + "</b>")
    # ok: python.mark-safe-dynamic
    mark_safe({"new": "<b>new</b>", "old": "<i>old</i>"}.get(kind, ""))
    # ok: python.mark-safe-dynamic
    mark_safe("<td>%d</td>" % len(names))
    # ok: python.mark-safe-dynamic
    mark_safe(template.render(text=text))
    # ruleid: python.mark-safe-dynamic
    mark_safe(escape(kind) + text)
