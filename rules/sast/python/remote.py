import http.server
import imaplib
import logging.config
import poplib
import smtplib

import ldap
import Pyro4
import rpyc
from http.server import CGIHTTPRequestHandler, HTTPServer
from logging.config import fileConfig
from rpyc.utils.server import ThreadedServer
from smtplib import SMTP


def serve(server, service, name):
    # ruleid: python.xmlrpc-dotted-names
    server.register_instance(service, allow_dotted_names=True)
    # ruleid: python.xmlrpc-dotted-names
    server.register_instance(service, True)
    # ok: python.xmlrpc-dotted-names
    server.register_instance(service)
    # ok: python.xmlrpc-dotted-names
    server.register_instance(service, allow_dotted_names=False)
    # ruleid: python.rpyc-exposed, python.rpyc-no-authenticator
    ThreadedServer(service, protocol_config={"allow_all_attrs": True})
    # ruleid: python.rpyc-exposed
    ThreadedServer(rpyc.SlaveService, hostname="localhost")
    # ok: python.rpyc-exposed
    ThreadedServer(service, hostname="localhost", port=18861)
    # ok: python.rpyc-exposed
    rpyc.connect(name, 18861, config={"sync_request_timeout": 5})
    # ruleid: python.rpyc-no-authenticator
    rpyc.utils.server.ThreadedServer(service, port=18861)
    # ok: python.rpyc-no-authenticator
    ThreadedServer(service, port=18861, authenticator=check)
    # ok: python.rpyc-no-authenticator
    ThreadedServer(service, hostname="127.0.0.1")
    # ruleid: python.pyro-pickle
    Pyro4.config.SERIALIZER = "pickle"
    # ruleid: python.pyro-pickle
    Pyro4.config.SERIALIZERS_ACCEPTED = {"json", "dill"}
    # ok: python.pyro-pickle
    Pyro4.config.SERIALIZER = "serpent"
    # ok: python.pyro-pickle
    Pyro4.config.SERVERTYPE = "multiplex"


def send(host, user, password):
    mail = smtplib.SMTP(host, 25)
    # ruleid: python.smtp-login-in-clear
    mail.login(user, password)
    with SMTP(host) as post:
        post.ehlo()
        # ruleid: python.smtp-login-in-clear
        post.login(user, password)
    with SMTP(host) as safe:
        safe.starttls()
        # ok: python.smtp-login-in-clear
        safe.login(user, password)
    relay = smtplib.SMTP_SSL(host)
    # ok: python.smtp-login-in-clear
    relay.login(user, password)


def fetch(host, user, password):
    box = imaplib.IMAP4(host)
    # ruleid: python.mailbox-login-in-clear
    box.login(user, password)
    post = poplib.POP3(host)
    post.user(user)
    # ruleid: python.mailbox-login-in-clear
    post.pass_(password)
    safe = imaplib.IMAP4(host)
    safe.starttls()
    # ok: python.mailbox-login-in-clear
    safe.login(user, password)
    sealed = imaplib.IMAP4_SSL(host)
    # ok: python.mailbox-login-in-clear
    sealed.login(user, password)


# ruleid: python.cgi-http-server
HTTPServer(("127.0.0.1", 8000), CGIHTTPRequestHandler).serve_forever()


# ruleid: python.cgi-http-server
class Handler(http.server.CGIHTTPRequestHandler):
    pass


# ok: python.cgi-http-server
class Files(http.server.SimpleHTTPRequestHandler):
    pass


def configure(path, settings, user, password):
    # ruleid: python.logging-config-untrusted-format
    fileConfig(path)
    # ruleid: python.logging-config-untrusted-format
    logging.config.fileConfig(path, disable_existing_loggers=False)
    # ok: python.logging-config-untrusted-format
    fileConfig("logging.ini")
    # ok: python.logging-config-untrusted-format
    logging.config.dictConfig(settings)
    directory = ldap.initialize("ldaps://directory.example.com")
    # ruleid: python.ldap-empty-password
    directory.simple_bind_s(user, "")
    # ruleid: python.ldap-empty-password
    directory.bind_s(user, "", ldap.AUTH_SIMPLE)
    # ok: python.ldap-empty-password
    directory.simple_bind_s(user, password)
    # ok: python.ldap-empty-password
    directory.simple_bind_s()


# ok: python.cgi-http-server
HTTPServer(("127.0.0.1", 8000), Files)
