import os
import ssl
import warnings

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
    requests.get(url, verify=False)
    # ruleid: python.tls-unverified-request
    session.post(url, data=form, verify=False, timeout=3)
    # ruleid: python.tls-unverified-request
    client = httpx.Client(verify=False)
    # ruleid: python.tls-unverified-request
    session.verify = False
    # ruleid: python.tls-unverified-request
    send(url, verify=False)
    # ruleid: python.tls-unverified-request
    Web(verify=False)
    # ruleid: python.tls-unverified-request
    session.get(url, ssl=False)
    # ruleid: python.tls-unverified-request
    httpx.AsyncHTTPTransport(retries=3, verify=False)
    # ok: python.tls-unverified-request
    cache.get(url, ssl=False)
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
    # ruleid: python.tls-unverified-context
    session.run_forever(sslopt={"cert_reqs": ssl.CERT_NONE})
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
    # ruleid: python.tls-old-protocol
    context.maximum_version = ssl.TLSVersion.TLSv1
    # ruleid: python.tls-old-protocol
    context.set_min_proto_version(SSL.TLS1_VERSION)
    # ok: python.tls-old-protocol
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # ok: python.tls-old-protocol
    SSL.Context(SSL.SSLv23_METHOD)
    # ok: python.tls-old-protocol
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return context


def weaken(context, chosen):
    # ruleid: python.tls-weak-ciphers
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    # ruleid: python.tls-weak-ciphers
    context.set_ciphers("HIGH:RC4-SHA:!aNULL")
    # ruleid: python.tls-weak-ciphers
    urllib3.util.ssl_.DEFAULT_CIPHERS += ":DES-CBC3-SHA"
    # ok: python.tls-weak-ciphers
    context.set_ciphers("HIGH:!aNULL:!eNULL:!RC4:!MD5")
    # ok: python.tls-weak-ciphers
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    # ok: python.tls-weak-ciphers
    context.set_ciphers(chosen)
    # ruleid: python.tls-safeguard-off
    context.options &= ~ssl.OP_NO_TLSv1
    # ruleid: python.tls-safeguard-off
    context.options |= ssl.OP_LEGACY_SERVER_CONNECT
    # ok: python.tls-safeguard-off
    context.options |= ssl.OP_NO_TLSv1_1
    # ok: python.tls-safeguard-off
    context.options &= ~ssl.OP_NO_TICKET


def bare_client(address):
    # ruleid: python.tls-bare-context
    context = ssl.SSLContext()
    return context.wrap_socket(address)


def bare_client_of_version(address):
    # ruleid: python.tls-bare-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.set_alpn_protocols(["h2"])
    return context.wrap_socket(address)


def verifying_client(address):
    # ok: python.tls-bare-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.verify_mode = ssl.CERT_REQUIRED
    return context.wrap_socket(address, server_hostname=address.name)


def server(address):
    # ok: python.tls-bare-context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.load_cert_chain("server.pem")
    return context.wrap_socket(address, server_side=True)


def trust(context, check):
    # ruleid: python.pyopenssl-unverified
    context.set_verify(SSL.VERIFY_NONE, check)
    # ruleid: python.pyopenssl-unverified
    context.set_verify(SSL.VERIFY_PEER, lambda *_: True)
    # ok: python.pyopenssl-unverified
    context.set_verify(SSL.VERIFY_PEER, check)
    # ok: python.pyopenssl-unverified
    context.set_verify(SSL.VERIFY_PEER, lambda c, x, e, d, ok: ok)


# ruleid: python.tls-warnings-off
urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
# ruleid: python.tls-warnings-off
requests.packages.urllib3.disable_warnings()
# ok: python.tls-warnings-off
warnings.filterwarnings("ignore", category=DeprecationWarning)
# ok: python.tls-warnings-off
logger.disable_warnings()
# ruleid: python.tls-off-by-environment
os.environ["PYTHONHTTPSVERIFY"] = "0"
# ruleid: python.tls-off-by-environment
os.environ.setdefault("CURL_CA_BUNDLE", "")
# ok: python.tls-off-by-environment
os.environ["REQUESTS_CA_BUNDLE"] = "/etc/ssl/own.pem"
# ok: python.tls-off-by-environment
os.environ["PYTHONHTTPSVERIFY"] = "1"
