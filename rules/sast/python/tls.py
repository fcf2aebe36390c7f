import ssl

import httpx
import requests
import urllib3
from OpenSSL import SSL


def fetch(url, session, form):
    # ruleid: python.tls-unverified-request
    requests.get(url, verify=False)
    # ruleid: python.tls-unverified-request
    session.post(url, data=form, verify=False, timeout=3)
    # ruleid: python.tls-unverified-request
    client = httpx.Client(verify=False)
    # ruleid: python.tls-unverified-request
    session.verify = False
    # ok: python.tls-unverified-request
    requests.get(url, verify=True)
    # ok: python.tls-unverified-request
    requests.get(url, verify="/etc/ssl/own.pem")
    # ok: python.tls-unverified-request
    image.save(form, verify=False)
    # ok: python.tls-unverified-request
    requests.get(url)
    return client


def contexts():
    # ruleid: python.tls-unverified-context
    context = ssl._create_unverified_context()
    # ruleid: python.tls-unverified-context
    ssl._create_default_https_context = ssl._create_unverified_context
    # ruleid: python.tls-unverified-context
    context.check_hostname = False
    # ruleid: python.tls-unverified-context
    context.verify_mode = ssl.CERT_NONE
    # ruleid: python.tls-unverified-context
    urllib3.PoolManager(cert_reqs="CERT_NONE")
    # ok: python.tls-unverified-context
    context.verify_mode = ssl.CERT_REQUIRED
    # ok: python.tls-unverified-context
    context = ssl.create_default_context()
    # ruleid: python.tls-old-protocol
    ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    # ruleid: python.tls-old-protocol
    SSL.Context(SSL.SSLv3_METHOD)
    # ok: python.tls-old-protocol
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return context
