import io
import xml.etree.ElementTree as ET
import xml.sax
from xml.dom import pulldom
from xml.sax import make_parser
from xml.sax.handler import feature_external_ges
from xml.sax.saxutils import escape

import defusedxml.ElementTree
from fastapi import FastAPI, Request
from flask import Flask, request
from lxml import etree

app = Flask(__name__)
api = FastAPI()


@app.route("/orders", methods=["POST"])
def orders():
    data = request.get_data()
    # ruleid: python.xxe
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=True))
    parser = etree.XMLParser(load_dtd=True, no_network=False)
    # ruleid: python.xxe
    tree = etree.parse(io.BytesIO(data), parser=parser)
    reader = make_parser()
    reader.setFeature(feature_external_ges, True)
    # ruleid: python.xxe
    reader.parse(io.BytesIO(data))
    # ruleid: python.xxe
    document = pulldom.parseString(data.decode(), parser=reader)
    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    # ok: python.xxe, python.xml-default-parser-untrusted
    tree = etree.fromstring(data, safe)
    # ok: python.xxe
    tree = defusedxml.ElementTree.fromstring(data)
    # ok: python.xxe
    tree = etree.parse("orders.xml", parser)
    # ruleid: python.xml-default-parser-untrusted
    tree = etree.fromstring(data)
    # ruleid: python.xml-default-parser-untrusted
    tree = etree.parse(io.BytesIO(data), etree.XMLParser(recover=True))
    # ok: python.xml-default-parser-untrusted
    tree = etree.parse("orders.xml")
    # ruleid: python.xml-bomb
    root = ET.fromstring(data)
    # ruleid: python.xml-bomb
    xml.sax.parseString(data, xml.sax.ContentHandler())
    # ok: python.xml-bomb
    root = defusedxml.ElementTree.fromstring(data)
    # ok: python.xml-bomb
    root = ET.fromstring("<a/>")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "no"
    # ok: python.xxe
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=True))
    return tree.tag + root.tag + str(document)


@api.post("/names")
async def names(name: str, count: int):
    # ruleid: python.xml-injection
    ET.fromstring(f"<user><name>{name}</name><role>none</role></user>")
    # ruleid: python.xml-injection
    etree.XML("<user><name>%s</name></user>" % name)
    # ok: python.xml-injection
    ET.fromstring("<user><name>" + escape(name) + "</name></user>")
    # ok: python.xml-injection
    ET.fromstring(f"<user><count>{count}</count></user>")
