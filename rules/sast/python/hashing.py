import base64
import binascii
import hashlib
import hmac
import zlib
from hashlib import md5, sha1
from hashlib import sha256 as digest_of
from hmac import new as mac_of

import rsa
from Crypto.Hash import HMAC, MD5, SHA1
from Crypto.Signature import pkcs1_15
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hmac import HMAC as Mac
from OpenSSL import crypto

KEY = b"a key that everyone knows"
LABEL = b"Bitcoin seed"


def identify(user, settings, body, page):
    # ruleid: python.weak-hash-security
    hashlib.md5(user.name.encode() + settings.secret_key).hexdigest()
    # ruleid: python.weak-hash-security
    reset_token = sha1(user.name.encode()).hexdigest()
    # ruleid: python.weak-hash-security
    page.signature = hashlib.new("sha1", body).hexdigest()
    # ruleid: python.weak-hash-security
    session_id = MD5.new(user.name.encode()).hexdigest()
    # ok: python.weak-hash-security
    cache_key = md5(page.url.encode()).hexdigest()
    # ok: python.weak-hash-security
    etag = hashlib.sha1(body).hexdigest()
    # ok: python.weak-hash-security
    api_key = hashlib.sha256(user.seed).hexdigest()
    # ok: python.weak-hash-security
    token = md5(body, usedforsecurity=False).hexdigest()
    return reset_token, session_id, cache_key, etag, api_key, token


def sign(body):
    # ruleid: python.weak-hash-security
    return md5(body).hexdigest()


def authenticate(secret, app_secret, data, salt, name):
    # ruleid: python.secret-prefix-mac
    digest_of(secret + data).hexdigest()
    # ruleid: python.secret-prefix-mac
    hashlib.sha512((app_secret + data).encode()).hexdigest()
    # ruleid: python.secret-prefix-mac
    hashlib.sha256(f"{secret}:{data}".encode()).hexdigest()
    # ok: python.secret-prefix-mac
    hashlib.sha256(salt + data).hexdigest()
    # ok: python.secret-prefix-mac
    hashlib.sha256(f"{name}:{data}".encode()).hexdigest()
    # ok: python.secret-prefix-mac
    hmac.new(secret, data, "sha256").hexdigest()


def certify(builder, key, data, signature, certificate):
    # ruleid: python.weak-signature-hash
    builder.sign(key, hashes.SHA1())
    # ruleid: python.weak-signature-hash
    x509.CertificateBuilder().sign(private_key=key, algorithm=hashes.MD5())
    # ruleid: python.weak-signature-hash
    key.verify(signature, data, padding.PKCS1v15(), hashes.SHA1())
    # ruleid: python.weak-signature-hash
    key.sign(data, ec.ECDSA(hashes.SHA1()))
    # ruleid: python.weak-signature-hash
    certificate.sign(key, "sha1")
    # ruleid: python.weak-signature-hash
    rsa.sign(data, key, "SHA-1")
    # ruleid: python.weak-signature-hash
    pkcs1_15.new(key).sign(SHA1.new(data))
    # ok: python.weak-signature-hash
    builder.sign(key, hashes.SHA256())
    # ok: python.weak-signature-hash
    certificate.sign(key, "sha256")
    # ok: python.weak-signature-hash
    crypto.dump_certificate(crypto.FILETYPE_PEM, certificate)
    # ok: python.weak-signature-hash
    rsa.sign(data, key, "SHA-256")


def seal(key, data, settings):
    # ruleid: python.hmac-weak-hash
    hmac.new(key, data, hashlib.md5)
    # ruleid: python.hmac-weak-hash
    mac_of(key, data, digestmod="sha1")
    # ruleid: python.hmac-weak-hash
    hmac.digest(key, data, "md5")
    # ruleid: python.hmac-weak-hash
    Mac(key, hashes.SHA1())
    # ok: python.hmac-weak-hash
    hmac.new(key, data, hashlib.sha256)
    # ok: python.hmac-weak-hash
    hmac.new(key, data, digestmod="sha512")
    # ruleid: python.hmac-constant-key
    hmac.new(b"secret", data, hashlib.sha256)
    # ruleid: python.hmac-constant-key
    mac_of(KEY, data, "sha256")
    # ruleid: python.hmac-constant-key
    hmac.new("secret".encode(), data, "sha256")
    # ruleid: python.hmac-constant-key
    hmac.digest(base64.b64decode("c2VjcmV0"), data, "sha256")
    # ruleid: python.hmac-constant-key
    HMAC.new(KEY, data)
    # ok: python.hmac-constant-key
    hmac.new(settings.key, data, "sha256")
    # ok: python.hmac-constant-key
    hmac.new(LABEL, data, "sha512")
    # ok: python.hmac-constant-key
    hmac.new(key.encode(), b"data", "sha256")


def checksums(user, page):
    # ruleid: python.checksum-integrity
    token = zlib.crc32(user.name.encode())
    # ruleid: python.checksum-integrity
    page.signature = hex(binascii.crc32(page.body))
    # ok: python.checksum-integrity
    checksum = zlib.crc32(page.body)
    # ok: python.checksum-integrity
    bucket = zlib.adler32(user.name.encode()) % 16
    return token, checksum, bucket
