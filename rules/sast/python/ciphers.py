import base64
import hashlib
import os

import ecdsa
import rsa
from Crypto.Cipher import AES, PKCS1_OAEP, PKCS1_v1_5, ChaCha20
from Crypto.PublicKey import RSA
from Crypto.Util import Counter
from cryptography.fernet import Fernet
from cryptography.fernet import Fernet as Box
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM
from jose import jwe
from M2Crypto import RSA as Legacy
from nacl.secret import SecretBox

# ruleid: python.abandoned-crypto-library
import pyDes
# ruleid: python.abandoned-crypto-library
import pyaes
# ruleid: python.abandoned-crypto-library
from Crypto.Cipher import XOR as Mask
# ok: python.abandoned-crypto-library
from Crypto.Cipher import DES3
# ok: python.abandoned-crypto-library
import nacl

KEY = b"sixteen byte key"
IV = b"\x00" * 16


def encrypt(key, data, iv, header):
    # ruleid: python.static-iv, python.cbc-unauthenticated
    AES.new(key, AES.MODE_CBC, b"0123456789abcdef")
    # ruleid: python.static-iv, python.cbc-unauthenticated
    AES.new(key, AES.MODE_CBC, iv=IV)
    # ruleid: python.static-iv, python.cbc-unauthenticated
    Cipher(algorithms.AES(key), modes.CBC(bytes(16)))
    zeros = bytes(16)
    # ruleid: python.static-iv
    AES.new(key, AES.MODE_CFB, zeros)
    # ok: python.static-iv
    # ruleid: python.cbc-unauthenticated
    AES.new(key, AES.MODE_CBC, os.urandom(16))
    # ok: python.static-iv
    # ruleid: python.cbc-unauthenticated
    AES.new(key, AES.MODE_CBC, iv=data[:16])
    # ok: python.static-iv
    # ruleid: python.cbc-unauthenticated
    Cipher(algorithms.AES(key), modes.CBC(iv))
    # ruleid: python.static-nonce
    AESGCM(key).encrypt(b"\0" * 12, data, None)
    sealer = AESGCM(key)
    # ruleid: python.static-nonce
    sealer.encrypt(b"unique nonce", data, header)
    # ruleid: python.static-nonce
    ChaCha20.new(key=key, nonce=bytes(12))
    # ruleid: python.static-nonce
    Cipher(algorithms.AES(key), modes.GCM(b"0" * 12))
    # ruleid: python.static-nonce
    AES.new(key, AES.MODE_CTR, counter=Counter.new(128))
    # ruleid: python.static-nonce
    SecretBox(key).encrypt(data, b"\0" * 24)
    # ok: python.static-nonce
    sealer.encrypt(os.urandom(12), data, header)
    # ok: python.static-nonce
    AES.new(key, AES.MODE_GCM)
    # ok: python.static-nonce
    AES.new(key, AES.MODE_GCM, nonce=iv)
    # ok: python.static-nonce
    SecretBox(key).encrypt(data)


def keys(password, key, settings, iv):
    # ruleid: python.cipher-key-in-code
    AES.new(KEY, AES.MODE_GCM)
    # ruleid: python.cipher-key-in-code
    AES.new("sixteen byte key".encode(), AES.MODE_GCM, iv)
    # ruleid: python.cipher-key-in-code
    AESGCM(bytes.fromhex("000102030405060708090a0b0c0d0e0f"))
    # ruleid: python.cipher-key-in-code
    Cipher(algorithms.AES(KEY), modes.GCM(iv))
    # ok: python.cipher-key-in-code
    AES.new(settings.key.encode("utf-8"), AES.MODE_GCM)
    # ok: python.cipher-key-in-code
    AES.new(os.environ["KEY"], AES.MODE_GCM)
    # ok: python.cipher-key-in-code
    AESGCM(AESGCM.generate_key(bit_length=256))
    # ruleid: python.fernet-key-in-code
    Fernet(b"a key that everyone knows")
    # ruleid: python.fernet-key-in-code
    Box(base64.urlsafe_b64encode(b"a key that everyone knows"))
    # ok: python.fernet-key-in-code
    Fernet(Fernet.generate_key())
    # ok: python.fernet-key-in-code
    Fernet(settings.fernet_key.encode())
    # ruleid: python.cipher-key-from-password
    AES.new(password.encode(), AES.MODE_GCM)
    # ruleid: python.cipher-key-from-password
    Fernet(base64.urlsafe_b64encode(password))
    digest = hashlib.sha256(password.encode()).digest()
    # ruleid: python.cipher-key-from-password
    AES.new(digest, AES.MODE_GCM)
    # ok: python.cipher-key-from-password
    AES.new(hashlib.scrypt(password, salt=iv, n=2**17, r=8, p=1), AES.MODE_GCM)
    # ok: python.cipher-key-from-password
    AES.new(key, AES.MODE_GCM)


def decrypt(key, nonce, data, tag):
    # ruleid: python.cbc-unauthenticated
    Cipher(algorithms.AES(key), modes.CBC(nonce))
    # ruleid: python.cbc-unauthenticated
    AES.new(key, AES.MODE_CBC, nonce)
    # ok: python.cbc-unauthenticated
    AES.new(key, AES.MODE_GCM, nonce)
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ruleid: python.gcm-tag-unverified
    return cipher.decrypt(data)


def decrypt_old(key, nonce, data, tag):
    cipher = AES.new(key, AES.MODE_EAX, nonce)
    # ruleid: python.gcm-tag-unverified
    text = cipher.decrypt(data)
    return text


def open_sealed(key, nonce, data, tag):
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: python.gcm-tag-unverified
    text = cipher.decrypt(data)
    cipher.verify(tag)
    return text


def open_at_once(key, nonce, data, tag):
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    # ok: python.gcm-tag-unverified
    return cipher.decrypt_and_verify(data, tag)


def authenticated_cbc(key, iv, data, mac):
    mac.verify(data)
    # ok: python.cbc-unauthenticated
    return Cipher(algorithms.AES(key), modes.CBC(iv))


def tags(key, nonce, tag):
    # ruleid: python.gcm-short-tag
    AES.new(key, AES.MODE_GCM, nonce, mac_len=4)
    # ruleid: python.gcm-short-tag
    modes.GCM(nonce, tag, min_tag_length=8)
    # ruleid: python.gcm-short-tag
    AESCCM(key, tag_length=4)
    # ok: python.gcm-short-tag
    modes.GCM(nonce, tag, 16)
    # ok: python.gcm-short-tag
    AES.new(key, AES.MODE_GCM, mac_len=16)


def asymmetric(public, private, data, legacy, number):
    # ruleid: python.rsa-pkcs1v15-encryption
    public.encrypt(data, padding.PKCS1v15())
    # ruleid: python.rsa-pkcs1v15-encryption
    PKCS1_v1_5.new(public)
    # ruleid: python.rsa-pkcs1v15-encryption
    rsa.encrypt(data, public)
    # ruleid: python.rsa-pkcs1v15-encryption
    jwe.encrypt(data, public, encryption="A256GCM", algorithm="RSA1_5")
    # ok: python.rsa-pkcs1v15-encryption
    public.encrypt(data, padding.OAEP(padding.MGF1(hashes.SHA256())))
    # ok: python.rsa-pkcs1v15-encryption
    private.sign(data, padding.PKCS1v15(), hashes.SHA256())
    # ok: python.rsa-pkcs1v15-encryption
    PKCS1_OAEP.new(public)
    # ruleid: python.rsa-no-padding
    legacy.public_encrypt(data, Legacy.no_padding)
    # ruleid: python.rsa-no-padding
    rsa.core.encrypt_int(number, public.e, public.n)
    key = RSA.importKey(public)
    # ruleid: python.rsa-no-padding
    key.encrypt(data, 32)
    # ok: python.rsa-no-padding
    legacy.public_encrypt(data, Legacy.pkcs1_oaep_padding)
    # ok: python.rsa-no-padding
    legacy.encrypt(data, 32)
    # ruleid: python.private-key-unencrypted
    private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # ruleid: python.private-key-unencrypted
    private.private_bytes(encryption_algorithm=serialization.NoEncryption())
    # ok: python.private-key-unencrypted
    private.private_bytes(
        encryption_algorithm=serialization.BestAvailableEncryption(data),
    )
    # ok: python.private-key-unencrypted
    public.public_bytes(serialization.Encoding.PEM)
    # ruleid: python.fixed-signature-nonce
    private.sign(data, k=12345)
    # ruleid: python.fixed-signature-nonce
    private.sign_digest(data, k=number)
    # ok: python.fixed-signature-nonce
    private.sign(data)
    # ok: python.fixed-signature-nonce
    ecdsa.SigningKey.generate(curve=ecdsa.NIST256p).sign_deterministic(data)
