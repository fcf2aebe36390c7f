import xml.etree.ElementTree as ET
import xml.parsers.expat
import xml.sax
from xml.dom import minidom
from xml.etree import ElementInclude
from xml.sax import make_parser
from xml.sax.handler import feature_external_ges
from xml.sax.saxutils import escape

import defusedxml.ElementTree as safe
import xmlschema
import xmltodict
import zeep
from lxml import etree
from lxml.etree import XMLParser as Reader
from lxml.etree import XSLT
from defusedxml.ElementTree import fromstring as parse_safely
from xml.dom.minidom import parseString as parse_text
from xmltodict import parse as to_dict
from zeep import Settings

NEVER = "never"


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
    etree.fromstring(text, etree.XMLParser(resolve_entities=True))
    open_minded = etree.XMLParser(recover=True, no_network=False)
    # ruleid: python.lxml-external-entities
    etree.parse(stream, open_minded)
    # ruleid: python.lxml-external-entities
    etree.XML(text, parser=Reader(load_dtd=True))
    # ok: python.lxml-external-entities
    etree.fromstring(text, etree.XMLParser(resolve_entities=False))
    # ok: python.lxml-external-entities
    etree.fromstring("<a/>", etree.XMLParser(resolve_entities=True))
    # ruleid: python.lxml-external-entities
    etree.iterparse(stream, load_dtd=True)
    with open("settings.xml") as file:
        # ruleid: python.lxml-external-entities
        etree.parse(file, open_minded)
    # ok: python.lxml-external-entities
    etree.fromstring(text, etree.XMLParser(load_dtd=False))
    # ruleid: python.lxml-huge-tree
    etree.XMLParser(resolve_entities=False, huge_tree=False)
    # ruleid: python.lxml-huge-tree
    Reader(huge_tree=False)
    # ok: python.lxml-huge-tree
    etree.iterparse(stream, huge_tree=False)
    # ok: python.lxml-huge-tree
    stream.XMLParser(huge_tree=True)
    # ruleid: python.lxml-default-parser
    etree.fromstring(text)
    # ruleid: python.lxml-default-parser
    etree.parse(stream)
    # ok: python.lxml-default-parser
    etree.fromstring("<note/>")
    # ok: python.lxml-default-parser
    etree.fromstring(text, parser=Reader(resolve_entities=False))


def features(text, on):
    # ruleid: python.xml-entities
    parser = make_parser()
    # ruleid: python.sax-external-entities
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    # ruleid: python.sax-external-entities
    parser.setFeature(feature_external_ges, 1)
    # ruleid: python.sax-external-entities
    parser.setFeature(
        "http://xml.org/sax/features/external-general-entities", True
    )
    # ok: python.sax-external-entities
    parser.setFeature(feature_external_ges, False)
    # ok: python.sax-external-entities
    parser.setFeature(xml.sax.handler.feature_namespaces, True)
    reader = xml.parsers.expat.ParserCreate()
    # ruleid: python.expat-external-entities
    reader.ExternalEntityRefHandler = load
    # ruleid: python.expat-external-entities
    reader.SetParamEntityParsing(
        xml.parsers.expat.XML_PARAM_ENTITY_PARSING_ALWAYS
    )
    # ok: python.expat-external-entities
    reader.ExternalEntityRefHandler = None
    # ok: python.expat-external-entities
    reader.ExternalEntityRefHandler = refuse_entity
    # ok: python.expat-external-entities
    reader.SetParamEntityParsing(
        xml.parsers.expat.XML_PARAM_ENTITY_PARSING_NEVER
    )


def undefended(text, name):
    # ruleid: python.defusedxml-off
    safe.fromstring(text, forbid_entities=True)
    # ruleid: python.defusedxml-off
    parse_safely(text, forbid_dtd=True, forbid_external=True)
    # ok: python.defusedxml-off
    safe.fromstring(text, forbid_dtd=False)
    # ok: python.defusedxml-off
    safe.parse(name, forbid_entities=True)
    # ruleid: python.xmltodict-entities
    xmltodict.parse(text, disable_entities=True)
    # ruleid: python.xmltodict-entities
    to_dict(text, "utf-8", disable_entities=True)
    # ok: python.xmltodict-entities
    xmltodict.parse(text, process_namespaces=False)
    # ok: python.xmltodict-entities
    xmltodict.parse(text, disable_entities=True)
    # ruleid: python.soap-entities
    zeep.Settings(strict=False, forbid_entities=True)
    # ruleid: python.soap-entities
    Settings(forbid_external=True)
    # ok: python.soap-entities
    Settings(strict=False, xml_huge_tree=False)
    # ok: python.soap-entities
    zeep.Settings(forbid_entities=True)
    # ruleid: python.xmlschema-undefended
    xmlschema.XMLSchema(name, defuse="never")
    # ruleid: python.xmlschema-undefended
    xmlschema.validate(text, name, defuse=NEVER)
    # ok: python.xmlschema-undefended
    xmlschema.XMLSchema(name, defuse="always")
    # ok: python.xmlschema-undefended
    xmlschema.XMLSchema(name)


def transform(sheet, tree, known):
    # ruleid: python.xslt-unrestricted
    etree.XSLT(sheet)
    # ruleid: python.xslt-unrestricted, python.lxml-default-parser
    XSLT(etree.parse(sheet))
    # ok: python.xslt-unrestricted
    etree.XSLT(sheet, access_control=etree.XSLTAccessControl.DENY_ALL)
    # ok: python.xslt-unrestricted
    XSLT(etree.parse("report.xsl"))
    # ruleid: python.xml-xinclude
    tree.xinclude()
    # ruleid: python.xml-xinclude
    ElementInclude.include(tree.getroot())
    # ok: python.xml-xinclude
    ElementInclude.include(tree.getroot(), loader=known)
    # ok: python.xml-xinclude
    tree.include("a.xml")


def assemble(name):
    # ruleid: python.xml-assembled, python.xml-entities
    ET.fromstring(f"<user><name>{name}</name></user>")
    # ruleid: python.xml-assembled, python.lxml-default-parser
    etree.XML("<user>" + name + "</user>")
    # ruleid: python.xml-assembled, python.xml-entities
    parse_text("<user>%s</user>" % name)
    # ok: python.xml-assembled
    # ruleid: python.xml-entities
    ET.fromstring(f"<user><name>{escape(name)}</name></user>")
    # ok: python.xml-assembled
    # ruleid: python.xml-entities
    ET.fromstring("<user/>")
    # ok: python.xml-assembled
    # ruleid: python.xml-entities
    ET.fromstring(name)
