import os

import httpx
import requests
from aiohttp import BasicAuth

# ruleid: python.oauth-insecure-transport
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
# ruleid: python.oauth-insecure-transport
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "true")
if settings.DEBUG:
    # ok: python.oauth-insecure-transport
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
# ok: python.oauth-insecure-transport
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"
# ok: python.oauth-insecure-transport
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "0"

# ruleid: python.oauth-state-off
SOCIAL_AUTH_SHOP_STATE_PARAMETER = False


class ShopOAuth2(BaseOAuth2):
    # ruleid: python.oauth-state-off
    STATE_PARAMETER = False
    # ok: python.oauth-state-off
    REDIRECT_STATE = False


class FairOAuth2(BaseOAuth2):
    # ok: python.oauth-state-off
    STATE_PARAMETER = True


# ruleid: python.oauth-pkce-off
OAUTH2_PROVIDER = {"SCOPES": scopes, "PKCE_REQUIRED": False}
# ruleid: python.oauth-pkce-off
OAUTH2_PROVIDER["PKCE_REQUIRED"] = False
# ok: python.oauth-pkce-off
OAUTH2_PROVIDER = {"SCOPES": scopes}
# ok: python.oauth-pkce-off
OAUTH2_PROVIDER = {"PKCE_REQUIRED": True}

# ruleid: python.oauth-any-redirect-scheme
OAUTH2_PROVIDER = {"ALLOWED_REDIRECT_URI_SCHEMES": ["http", "https"]}
# ruleid: python.oauth-any-redirect-scheme
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
# ok: python.oauth-any-redirect-scheme
OAUTH2_PROVIDER = {"ALLOWED_REDIRECT_URI_SCHEMES": ["https"]}
# ok: python.oauth-any-redirect-scheme
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# ruleid: python.social-login-on-get
SOCIALACCOUNT_LOGIN_ON_GET = True
# ruleid: python.social-login-on-get
SOCIALACCOUNT_LOGIN_ON_GET: bool = True
# ok: python.social-login-on-get
SOCIALACCOUNT_LOGIN_ON_GET = False
# ok: python.social-login-on-get
SOCIALACCOUNT_AUTO_SIGNUP = True

# ruleid: python.social-auth-by-email
SOCIAL_AUTH_PIPELINE = (
    "social_core.pipeline.social_auth.social_user",
    "social_core.pipeline.social_auth.associate_by_email",
)
# ruleid: python.social-auth-by-email
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
# ok: python.social-auth-by-email
SOCIAL_AUTH_PIPELINE = ["social_core.pipeline.social_auth.social_user"]
# ok: python.social-auth-by-email
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False


def login(request, user, password, form):
    # ruleid: python.password-plain-compare
    if user and user.password == password:
        return user
    # ruleid: python.password-plain-compare
    if request.form["password"] == user["password"]:
        return user
    # ruleid: python.password-plain-compare
    if user.password != form.password.data:
        return None
    # ok: python.password-plain-compare
    if check_password_hash(user.password, password):
        return user
    # ok: python.password-plain-compare
    if form.password.data == form.password2.data:
        return user
    # ok: python.password-plain-compare
    if user.password == hash_password(password):
        return user
    # ok: python.password-plain-compare
    if user.password == "":
        return None


def fetch(session, name, password):
    address = "http://api.shop.org/orders"
    # ruleid: python.basic-auth-over-http
    requests.get("http://api.shop.org/orders", auth=(name, password))
    # ruleid: python.basic-auth-over-http
    httpx.get(address, auth=(name, password))
    # ruleid: python.basic-auth-over-http
    session.get("http://api.shop.org/", auth=BasicAuth(name, password))
    # ruleid: python.basic-auth-over-http
    requests.get(address, headers={"X-Api-Key": password})
    # ruleid: python.basic-auth-over-http
    client = httpx.Client(base_url=address, auth=(name, password))
    # ok: python.basic-auth-over-http
    requests.get("https://api.shop.org/orders", auth=(name, password))
    # ok: python.basic-auth-over-http
    requests.get("http://localhost:8000/orders", auth=(name, password))
    # ok: python.basic-auth-over-http
    requests.get("http://registry:5000/v2/", auth=(name, password))
    # ok: python.basic-auth-over-http
    requests.get("http://api.shop.org/orders")

    # ruleid: python.login-over-http
    requests.post("http://api.shop.org/login", data={"name": name})
    # ruleid: python.login-over-http
    session.post("http://api.shop.org/oauth2/token", data={"n": name})
    # ok: python.login-over-http
    requests.post("https://api.shop.org/login", data={"name": name})
    # ok: python.login-over-http
    requests.post("http://127.0.0.1:8000/login", data={"name": name})
    # ok: python.login-over-http
    requests.post("http://api.shop.org/orders", data={"name": name})


# ruleid: python.flask-security-weak-hash
SECURITY_PASSWORD_HASH = "plaintext"
# ruleid: python.flask-security-weak-hash
app.config["SECURITY_PASSWORD_HASH"] = "md5_crypt"
# ok: python.flask-security-weak-hash
SECURITY_PASSWORD_HASH = "argon2"
# ok: python.flask-security-weak-hash
app.config["SECURITY_PASSWORD_HASH"] = "pbkdf2_sha512"

# ruleid: python.appbuilder-public-admin
AUTH_ROLE_PUBLIC = "Admin"
# ruleid: python.appbuilder-public-admin
PUBLIC_ROLE_LIKE = "Alpha"
# ok: python.appbuilder-public-admin
AUTH_ROLE_PUBLIC = "Viewer"
# ok: python.appbuilder-public-admin
AUTH_ROLE_ADMIN = "Admin"

# ruleid: python.appbuilder-registration-admin
AUTH_USER_REGISTRATION_ROLE = "Admin"
# ruleid: python.appbuilder-registration-admin
app.config["AUTH_USER_REGISTRATION_ROLE"] = "Admin"
# ok: python.appbuilder-registration-admin
AUTH_USER_REGISTRATION_ROLE = "Viewer"
# ok: python.appbuilder-registration-admin
AUTH_USER_REGISTRATION = True
