import html
from urllib.parse import quote

from flask import jsonify, render_template, url_for
from markupsafe import Markup, escape
from team import escape_html


def one():
    text = source()
    # ruleid: python.html-escaped, python.no-page
    sink("<p>" + text)
    # ruleid: python.no-page
    # ok: python.html-escaped
    sink("<p>" + html.escape(text))
    # ruleid: python.no-page
    # ok: python.html-escaped
    sink(escape(text))
    # ruleid: python.no-page
    # ok: python.html-escaped
    sink(Markup("<b>{}</b>").format(text))
    # ruleid: python.no-page
    # ok: python.html-escaped
    sink(f"/search?q={quote(text)}")
    # ruleid: python.no-page
    # ok: python.html-escaped
    sink(escape_html(text))
    # ruleid: python.no-page, python.html-escaped
    sink(html.unescape(text))
    # ruleid: python.html-escaped
    # ok: python.no-page
    sink(jsonify(text=text))
    # ruleid: python.html-escaped
    # ok: python.no-page
    sink(render_template("a.html", text=text))
    # ruleid: python.html-escaped
    # ok: python.no-page
    sink(url_for("a", text=text))
    # ruleid: python.no-page, python.html-escaped
    sink(jsonify(1), text)
