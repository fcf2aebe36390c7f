import ssl

import httpx
import requests
import urllib3
from httpx import Client as Web
from OpenSSL import SSL
from OpenSSL.SSL import TLSv1_METHOD as OLD
from requests import post as send
from ssl import CERT_NONE as UNCHECKED
from ssl import _create_unverified_context as context_of


def fetch(url, session, form):
    # ruleid: python.tls-unverified-request
    requests.get(url)
    # ruleid: python.tls-unverified-request
    session.post(url, data=form, timeout=3)
    # ruleid: python.tls-unverified-request
    client = httpx.Client()
    # ruleid: python.tls-unverified-request
    session.verify = False
    # ruleid: python.tls-unverified-request
    send(url)
    # ruleid: python.tls-unverified-request
    Web()
    # ok: python.tls-unverified-request
    requests.get(url, verify=True)
    # ok: python.tls-unverified-request
    requests.get(url, verify="/etc/ssl/own.pem")
    # ok: python.tls-unverified-request
    image.save(form, verify=False)
    # ok: python.tls-unverified-request
    requests.get(url)
    return client


def contexts(session):
    # ruleid: python.tls-unverified-context
    context = ssl._create_unverified_context()
    # ruleid: python.tls-unverified-context
    ssl._create_default_https_context = ssl._create_unverified_context
    # ruleid: python.tls-unverified-context
    context_of()
    # ruleid: python.tls-unverified-context
    session.check_hostname = False
    # ruleid: python.tls-unverified-context
    context.verify_mode = ssl.CERT_NONE
    # ruleid: python.tls-unverified-context
    context.verify_mode = UNCHECKED
    # ruleid: python.tls-unverified-context
    urllib3.PoolManager(cert_reqs="CERT_NONE")
    own = ssl.create_default_context()
    # ok: python.tls-unverified-context
    own.check_hostname = False
    # ruleid: python.tls-unverified-context
    own.verify_mode = ssl.CERT_NONE
    # ok: python.tls-unverified-context
    context.verify_mode = ssl.CERT_REQUIRED
    # ok: python.tls-unverified-context
    context = ssl.create_default_context()
    # ruleid: python.tls-old-protocol
    ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    # ruleid: python.tls-old-protocol
    SSL.Context(SSL.SSLv3_METHOD)
    # ruleid: python.tls-old-protocol
    SSL.Context(OLD)
    # ruleid: python.tls-old-protocol
    context.minimum_version = ssl.TLSVersion.TLSv1_1
    # ok: python.tls-old-protocol
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # ok: python.tls-old-protocol
    SSL.Context(SSL.SSLv23_METHOD)
    # ok: python.tls-old-protocol
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return context
