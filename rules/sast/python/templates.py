import bleach
import bottle
import dash_core_components
import jinja2
import mistune
import nh3
import streamlit as st
import tornado.template
import tornado.web
from dash import dcc
from django import template
from django.template import Engine
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.safestring import mark_safe as raw
from flask import Flask, render_template_string
from jinja2 import Template
from lxml.html.clean import Cleaner
from markdown_it import MarkdownIt

app = Flask(__name__)
register = template.Library()
PAGE = "<h1>{{ title }}</h1>"
WIDE = "<h1>{{ title | safe }}</h1>"


def hello(name, environment):
    # ruleid: python.template-string-built
    render_template_string(f"<h1>{name}</h1>")
    # ruleid: python.template-string-built
    render_template_string("<h1>%s</h1>" % name, title="Hello")
    # ruleid: python.jinja2-template-built
    environment.from_string("<h1>" + name + "</h1>").render()
    page = "<h1>{}</h1>".format(name)
    # ruleid: python.template-string-built
    render_template_string(page)
    # ok: python.template-string-built
    render_template_string("<h1>{{ name }}</h1>", name=name)
    # ok: python.template-string-built
    render_template_string(PAGE + "<p>{{ text }}</p>", title=name)
    # ok: python.template-string-built
    render_template_string(HEAD + "<p>{{ text }}</p>", title=name)
    # ok: python.jinja2-template-built
    environment.from_string(PAGE)
    # ok: python.jinja2-template-built
    UserId.from_string(f"@{name}")

    # ruleid: python.jinja2-template-built
    jinja2.Template(f"<h1>{name}</h1>").render()
    # ruleid: python.jinja2-template-built
    Template("<h1>%s</h1>" % name)
    # ok: python.jinja2-template-built
    Template("<h1>{{ name }}</h1>").render(name=name)
    # ok: python.jinja2-template-built
    Template(PAGE)

    # ruleid: python.inline-template-unescaped
    render_template_string("<p>{{ text|safe }}</p>", text=name)
    # ruleid: python.inline-template-unescaped
    render_template_string(WIDE, title=name)
    # ruleid: python.inline-template-unescaped
    template.Template("{% autoescape off %}{{ text }}{% endautoescape %}")
    # ok: python.inline-template-unescaped
    render_template_string("<p>{{ text }}</p> safe", text=name)
    # ok: python.inline-template-unescaped
    render_template_string(PAGE, title=name)


TEMPLATES = [
    # ruleid: python.django-autoescape-off
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"autoescape": False},
    },
    # ok: python.django-autoescape-off
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"debug": False},
    },
]
# ruleid: python.django-autoescape-off
engine = Engine(dirs, autoescape=False)
# ok: python.django-autoescape-off
engine = Engine(dirs)

# ruleid: python.tornado-autoescape-off
tornado.web.Application(handlers, autoescape=None)
# ruleid: python.tornado-autoescape-off
loader = tornado.template.Loader("pages", autoescape=None)
# ok: python.tornado-autoescape-off
loader = tornado.template.Loader("pages")
# ok: python.tornado-autoescape-off
tornado.web.Application(handlers, autoescape="xhtml_escape")


def link(name, address, people):
    # ruleid: python.format-html-formatted
    format_html(f"<a href='{address}'>{name}</a>")
    # ruleid: python.format-html-formatted
    format_html("<b>%s</b>" % name)
    # ruleid: python.format-html-formatted
    format_html("<b>{}</b>".format(name))
    # ok: python.format-html-formatted
    format_html("<a href='{}'>{}</a>", address, name)
    # ok: python.format-html-formatted
    format_html("<b>" "{}</b>", name)
    # ok: python.format-html-formatted
    format_html_join("", "<li>{}</li>", people)


# ruleid: python.mark-safe-decorator
@mark_safe
def badge(user):
    return "<b>" + user.name + "</b>"


# ruleid: python.mark-safe-decorator
@raw
def label(user):
    return f"<i>{user.name}</i>"


# ok: python.mark-safe-decorator
@mark_safe
def line():
    return "<hr>"


# ok: python.mark-safe-decorator
@property
def name(user):
    return user.name


# ruleid: python.template-filter-is-safe
@register.filter(is_safe=True)
def shout(text):
    return text.upper() + "!"


# ruleid: python.template-filter-is-safe
register.filter("shout", shout, is_safe=True)


# ok: python.template-filter-is-safe
@register.filter(is_safe=True, needs_autoescape=True)
def bold(text, autoescape=True):
    return text


# ok: python.template-filter-is-safe
@register.filter
def plain(text):
    return text


def clean(text, tags):
    # ruleid: python.html-sanitizer-allows-script
    bleach.clean(text, tags=["p", "script"])
    # ruleid: python.html-sanitizer-allows-script
    nh3.clean(text, tags=nh3.ALLOWED_TAGS | {"svg"})
    # ruleid: python.html-sanitizer-allows-script
    nh3.clean(text, tags={"p", "object"})
    # ok: python.html-sanitizer-allows-script
    bleach.clean(text, tags=["p", "strong"])
    # ok: python.html-sanitizer-allows-script
    nh3.clean(text)
    # ruleid: python.lxml-cleaner-keeps-script
    Cleaner(scripts=False, style=True)
    # ruleid: python.lxml-cleaner-keeps-script
    Cleaner(safe_attrs_only=False)
    # ok: python.lxml-cleaner-keeps-script
    Cleaner(style=False)
    # ok: python.lxml-cleaner-keeps-script
    Cleaner(page_structure=False, scripts=True)


def show(text, name):
    # ruleid: python.dash-dangerous-html
    dcc.Markdown(text, dangerously_allow_html=True)
    # ruleid: python.dash-dangerous-html
    dash_core_components.Markdown(children=text, dangerously_allow_html=True)
    # ok: python.dash-dangerous-html
    dcc.Markdown("<b>Sales</b>", dangerously_allow_html=True)
    # ok: python.dash-dangerous-html
    dcc.Markdown(text)
    # ruleid: python.streamlit-unsafe-html
    st.markdown(f"<b>{name}</b>", unsafe_allow_html=True)
    # ruleid: python.streamlit-unsafe-html
    st.markdown("<b>%s</b>" % name, unsafe_allow_html=True)
    # ok: python.streamlit-unsafe-html
    st.markdown("<style>b { color: red }</style>", unsafe_allow_html=True)
    # ok: python.streamlit-unsafe-html
    st.markdown(f"**{name}**")
    # ruleid: python.markdown-raw-html
    mistune.create_markdown(escape=False)
    # ruleid: python.markdown-raw-html
    MarkdownIt("commonmark", {"html": True})
    # ok: python.markdown-raw-html
    mistune.create_markdown(escape=True)
    # ok: python.markdown-raw-html
    MarkdownIt("commonmark", {"html": False})


def shelf(bottles):
    # ruleid: python.bottle-noescape
    bottle.template("shelf", bottles=bottles, noescape=True)
    # ruleid: python.bottle-noescape
    bottle.SimpleTemplate(name="shelf", noescape=True)
    # ok: python.bottle-noescape
    bottle.template("shelf", bottles=bottles)
    # ok: python.bottle-noescape
    bottle.SimpleTemplate(name="shelf", noescape=False)


def fixed_texts(kind, path):
    heads = {"page": "<h1>{{ title }}</h1>", "mail": "{{ title }}"}
    # ok: python.template-string-built
    render_template_string("<p>" + heads.get(kind, "") + "</p>")
    with open(path) as file:
        # ok: python.template-string-built
        render_template_string("<p>" + file.read() + "</p>")
    for tag in ("b", "i"):
        # ok: python.jinja2-template-built
        jinja2.Template(f"<{tag}>{{{{ text }}}}</{tag}>")
