import jwt
from authlib.jose import JsonWebToken
from authlib.jose import jwt as signed
from django.core import signing
from django.core.signing import TimestampSigner
from flask_jwt_extended import decode_token
from itsdangerous import (
    BadSignature,
    NoneAlgorithm,
    SignatureExpired,
    URLSafeTimedSerializer,
)
from jose import jwt as jose_jwt
from jwcrypto import jwk
from jwt import decode as claims_of

SECRET = "not so secret"
PUBLIC = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA
-----END PUBLIC KEY-----"""


def make(claims, key, user, soon):
    # ruleid: python.jwt-unsigned
    jwt.encode(claims, key, algorithm="none")
    # ruleid: python.jwt-unsigned
    jwt.encode(claims, "", algorithm=None)
    # ruleid: python.jwt-unsigned
    signed.encode({"alg": "none"}, claims, key)
    # ok: python.jwt-unsigned
    jwt.encode(claims, key, algorithm="HS256")
    # ok: python.jwt-unsigned
    jwt.encode(claims, key)
    # ruleid: python.jwt-without-expiry
    jwt.encode({"sub": user.name}, key, algorithm="HS256")
    # ruleid: python.jwt-without-expiry
    signed.encode({"alg": "HS256"}, {"sub": user.name}, key)
    # ok: python.jwt-without-expiry
    jwt.encode({"sub": user.name, "exp": soon}, key, algorithm="HS256")
    # ok: python.jwt-without-expiry
    jwt.encode({"sub": user.name, **claims}, key, algorithm="HS256")
    # ruleid: python.jwt-key-in-code
    jwt.encode(claims, SECRET, algorithm="HS256")
    # ruleid: python.jwt-key-in-code
    jose_jwt.encode(claims, "secret", algorithm="HS256")
    # ruleid: python.jwt-key-in-code
    signed.encode({"alg": "HS256"}, claims, "secret")
    # ok: python.jwt-key-in-code
    jwt.encode(claims, key, algorithm="HS256")


def read(token, key, audience):
    # ruleid: python.jwt-algorithms-missing
    jwt.decode(token, key)
    # ruleid: python.jwt-algorithms-missing
    jose_jwt.decode(token, key, audience=audience)
    # ruleid: python.jwt-algorithms-missing
    claims_of(token, key, algorithms=None)
    # ok: python.jwt-algorithms-missing
    jwt.decode(token, key, algorithms=["RS256"])
    # ok: python.jwt-algorithms-missing
    signed.decode(token, key)
    header = jwt.get_unverified_header(token)
    # ruleid: python.jwt-algorithm-from-token
    jwt.decode(token, key, algorithms=[header["alg"]])
    # ruleid: python.jwt-algorithm-from-token
    claims_of(token, key, algorithms=header["alg"])
    # ruleid: python.jwt-algorithm-from-token
    jose_jwt.decode(token, key, algorithms=header.get("alg"))
    # ok: python.jwt-algorithm-from-token
    jwt.decode(token, key, algorithms=["ES256"])
    # ok: python.jwt-algorithm-from-token
    jwt.decode(token, keys[header["kid"]], algorithms=["ES256"])
    # ruleid: python.jwt-mixed-algorithms
    jwt.decode(token, key, algorithms=["HS256", "RS256"])
    both = ["ES256", "HS512"]
    # ruleid: python.jwt-mixed-algorithms
    jwt.decode(token, key, algorithms=both)
    # ruleid: python.jwt-mixed-algorithms
    JsonWebToken(["RS256", "HS256"])
    # ok: python.jwt-mixed-algorithms
    jwt.decode(token, key, algorithms=["RS256", "ES256"])
    # ok: python.jwt-mixed-algorithms
    jwt.decode(token, key, algorithms=["HS256", "HS512"])
    # ruleid: python.jwt-key-in-code
    jwt.decode(token, "secret", algorithms=["HS256"])
    # ok: python.jwt-key-in-code
    jwt.decode(token, PUBLIC, algorithms=["EdDSA"])


def read_leniently(token, key, settings):
    # ruleid: python.jwt-expiry-unchecked
    jwt.decode(token, key, ["HS256"], options={"verify_exp": False})
    # ruleid: python.jwt-expiry-unchecked
    decode_token(token, allow_expired=True)
    # ok: python.jwt-expiry-unchecked
    jwt.decode(token, key, ["HS256"], options={"verify_exp": True})
    lenient = {"verify_exp": False}
    # ruleid: python.jwt-expiry-unchecked
    jwt.decode(token, key, ["HS256"], options=lenient)
    # ok: python.jwt-expiry-unchecked
    jwt.decode(token, key, ["HS256"], leeway=30)
    # ruleid: python.jwt-audience-unchecked
    jwt.decode(token, key, ["HS256"], options={"verify_aud": False})
    options = {"verify_iss": False, "verify_sub": True}
    # ruleid: python.jwt-audience-unchecked
    jose_jwt.decode(token, key, algorithms=["HS256"], options=options)
    # ok: python.jwt-audience-unchecked
    jwt.decode(token, key, ["HS256"], audience=settings.audience)
    # ok: python.jwt-audience-unchecked
    jwt.decode(token, key, ["HS256"], options={"require": ["aud"]})


def key_of(token, trusted):
    header = jwt.get_unverified_header(token)
    # ruleid: python.jwt-key-from-token
    address = header["jku"]
    # ruleid: python.jwt-key-from-token
    brought = jwt.get_unverified_header(token).get("jwk")
    # ok: python.jwt-key-from-token
    known = trusted[header["kid"]]
    # ok: python.jwt-key-from-token
    other = trusted["jku"]
    return address, brought, known, other


def keys_of_mine():
    # ruleid: python.jwt-short-key
    jwk.JWK.generate(kty="oct", size=64)
    # ruleid: python.jwt-short-key
    jwk.JWK.generate(size=64, kty="oct")
    # ok: python.jwt-short-key
    jwk.JWK.generate(kty="oct", size=256)
    # ok: python.jwt-short-key
    jwk.JWK.generate(kty="EC", crv="P-256")


def subject(token, key):
    # ruleid: python.authlib-claims-unvalidated
    claims = signed.decode(token, key)
    return claims["sub"]


def subject_by_algorithm(token, key):
    # ruleid: python.authlib-claims-unvalidated
    claims = JsonWebToken(["RS256"]).decode(token, key)
    user = claims["sub"]
    return user


def validated_subject(token, key):
    # ok: python.authlib-claims-unvalidated
    claims = signed.decode(token, key)
    claims.validate()
    return claims["sub"]


def claims_for_others(token, key):
    # ok: python.authlib-claims-unvalidated
    claims = signed.decode(token, key)
    return claims


def confirm(value, key, serializer, settings):
    # ruleid: python.itsdangerous-unverified
    serializer.loads_unsafe(value)
    # ruleid: python.itsdangerous-unverified
    URLSafeTimedSerializer(key, signer_kwargs={"algorithm": NoneAlgorithm()})
    try:
        # ok: python.itsdangerous-unverified
        return serializer.loads(value, max_age=60)
    except SignatureExpired:
        return None
    except BadSignature as error:
        # ruleid: python.itsdangerous-unverified
        return error.payload


def confirm_late(value, key, message):
    serializer = URLSafeTimedSerializer(key)
    # ruleid: python.signed-value-without-age
    serializer.loads(value)
    # ruleid: python.signed-value-without-age
    signing.loads(value, salt="reset")
    # ruleid: python.signed-value-without-age
    TimestampSigner().unsign(value)
    # ok: python.signed-value-without-age
    serializer.loads(value, max_age=3600)
    # ok: python.signed-value-without-age
    signing.loads(value, salt="reset", max_age=3600)
    # ok: python.signed-value-without-age
    signing.Signer().unsign(value)
    # ok: python.itsdangerous-unverified
    message.payload.decode()
    # ruleid: python.django-signing-key-in-code
    signing.Signer(key="not so secret")
    # ruleid: python.django-signing-key-in-code
    signing.dumps(value, key=SECRET)
    # ok: python.django-signing-key-in-code
    signing.Signer(key=key)
    # ok: python.django-signing-key-in-code
    signing.dumps(value, salt="reset")
