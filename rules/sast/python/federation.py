from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import LegacyApplicationClient, MobileApplicationClient
from oauthlib.oauth2 import WebApplicationClient
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from saml2 import xmldsig
from signxml import DigestAlgorithm, SignatureConfiguration, XMLVerifier

# ruleid: python.oauth-state-unchecked
OIDC_USE_NONCE = False
# ok: python.oauth-state-unchecked
OIDC_USE_NONCE = True
# ruleid: python.oidc-checks-off
OIDC_VERIFY_SSL = False
# ruleid: python.oidc-checks-off
JWT_AUTH = {"JWT_VERIFY": False, "JWT_AUTH_HEADER_PREFIX": "Bearer"}
# ok: python.oidc-checks-off
OIDC_VERIFY_JWT = True
# ok: python.oidc-checks-off
JWT_AUTH = {"JWT_VERIFY": True}


def authorize(path, state, session, url, client_id):
    # ruleid: python.oauth-state-unchecked
    Flow.from_client_secrets_file(path, scopes=["email"], state=None)
    # ok: python.oauth-state-unchecked
    Flow.from_client_secrets_file(path, scopes=["email"], state=state)
    # ruleid: python.oauth-pkce-plain
    session.authorization_url(url, code_challenge_method="plain")
    # ruleid: python.oauth-pkce-plain
    session.get(url, params={"code_challenge_method": "plain"})
    # ok: python.oauth-pkce-plain
    session.authorization_url(url, code_challenge_method="S256")
    # ok: python.oauth-pkce-plain
    session.get(url, params={"code_challenge_method": "S256"})
    # ruleid: python.oauth-deprecated-grant
    LegacyApplicationClient(client_id=client_id)
    # ruleid: python.oauth-deprecated-grant
    MobileApplicationClient(client_id)
    # ok: python.oauth-deprecated-grant
    WebApplicationClient(client_id)
    # ok: python.oauth-deprecated-grant
    session.LegacyApplicationClient(client_id)


# ruleid: python.saml-unsigned
SERVICE = {"name": "app", "want_assertions_signed": False}
# ruleid: python.saml-unsigned
SECURITY = {"wantAssertionsSigned": False, "wantMessagesSigned": False}
# ok: python.saml-unsigned
SERVICE = {"want_response_signed": True, "want_assertions_signed": False}
# ok: python.saml-unsigned
SECURITY = {"wantAssertionsSigned": True}


def saml(request, provider, settings, config):
    # ruleid: python.saml-strict-off
    settings = {"strict": False, "debug": True, "sp": provider}
    # ruleid: python.saml-strict-off
    OneLogin_Saml2_Auth(request, {"strict": False})
    # ok: python.saml-strict-off
    settings = {"strict": True, "sp": provider}
    # ok: python.saml-strict-off
    parser = {"strict": False, "encoding": "utf-8"}
    # ruleid: python.saml-unsolicited
    service = {"allow_unsolicited": True}
    # ruleid: python.saml-unsolicited
    config.allow_unsolicited = True
    # ok: python.saml-unsolicited
    service = {"allow_unsolicited": False}
    # ok: python.saml-unsolicited
    config.allow_unsolicited = settings["unsolicited"]
    # ruleid: python.saml-weak-signature
    security = {"signatureAlgorithm": Constants.RSA_SHA1}
    # ruleid: python.saml-weak-signature
    service = {"digest_algorithm": xmldsig.DIGEST_SHA1}
    # ruleid: python.saml-weak-signature
    digest = DigestAlgorithm.SHA1
    # ok: python.saml-weak-signature
    security = {"signatureAlgorithm": Constants.RSA_SHA256}
    # ok: python.saml-weak-signature
    digest = DigestAlgorithm.SHA256
    return parser, security, service, digest


def verify(document, certificate):
    # ruleid: python.signxml-key-from-document
    config = SignatureConfiguration(require_x509=False)
    verifier = XMLVerifier()
    # ruleid: python.signxml-key-from-document
    signed = verifier.verify(document, require_x509=False).signed_xml
    # ok: python.signxml-key-from-document
    trusted = XMLVerifier().verify(document, x509_cert=certificate)
    # ok: python.signxml-key-from-document
    strict = SignatureConfiguration(require_x509=True)
    return config, signed, trusted, strict


def read(document, certificate):
    # ruleid: python.signxml-result-unused
    XMLVerifier().verify(document, x509_cert=certificate)
    return document.find("amount").text


def read_if(document, certificate):
    try:
        # ruleid: python.signxml-result-unused
        XMLVerifier().verify(document, x509_cert=certificate)
    except ValueError:
        return None
    return document.find("amount").text


def read_signed(document, certificate):
    # ok: python.signxml-result-unused
    signed = XMLVerifier().verify(document, x509_cert=certificate).signed_xml
    return signed.find("amount").text


def signed_part(document, certificate):
    # ok: python.signxml-result-unused
    return XMLVerifier().verify(document, x509_cert=certificate).signed_xml
