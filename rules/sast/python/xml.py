import xml.etree.ElementTree as ET
from xml.dom import minidom
from xml.sax import make_parser

import defusedxml.ElementTree as safe
from lxml import etree
from lxml.etree import XMLParser as Reader
from xml.dom.minidom import parseString as parse_text


def read(text, stream):
    # ruleid: python.xml-entities
    ET.fromstring(text)
    # ruleid: python.xml-entities
    minidom.parse(stream)
    # ruleid: python.xml-entities
    make_parser()
    # ruleid: python.xml-entities
    parse_text(text)
    # ok: python.xml-entities
    safe.fromstring(text)
    # ok: python.xml-entities
    ET.Element("a")
    # ruleid: python.lxml-external-entities
    etree.XMLParser(resolve_entities=True)
    # ruleid: python.lxml-external-entities
    etree.XMLParser(recover=True, no_network=False)
    # ruleid: python.lxml-external-entities
    Reader(load_dtd=True)
    # ok: python.lxml-external-entities
    etree.XMLParser(resolve_entities=False)
