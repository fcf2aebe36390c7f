import json

import uvicorn
from fastapi import FastAPI
from flask import Flask, request
from flask_talisman import Talisman
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

app = Flask(__name__)
api = FastAPI()

# ruleid: python.talisman-weakened
Talisman(app, force_https=False)
Talisman(
    app,
    # ruleid: python.talisman-weakened
    content_security_policy=None,
)
# ok: python.talisman-weakened
Talisman(app)
# ok: python.talisman-weakened
Talisman(app, content_security_policy={"default-src": "'self'"})
if local:
    # ok: python.talisman-weakened
    Talisman(app, force_https=False)

# ruleid: python.csp-weak-header
response.headers["Content-Security-Policy"] = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'"
)
# ruleid: python.csp-weak-header
headers = {"Content-Security-Policy": "default-src *"}
# ruleid: python.csp-weak-header
handler.set_header("content-security-policy", "script-src 'unsafe-eval'")
# ok: python.csp-weak-header
headers = {"Content-Security-Policy": "default-src 'self'"}
# ok: python.csp-weak-header
response.headers["Content-Security-Policy"] = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src *"
)

# ruleid: python.csp-weak-setting
CSP_SCRIPT_SRC = ("'self'", "'unsafe-inline'")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        # ruleid: python.csp-weak-setting
        "script-src": ["'self'", "'unsafe-eval'"],
        # ok: python.csp-weak-setting
        "style-src": ["'self'", "'unsafe-inline'"],
    }
}
# ok: python.csp-weak-setting
CSP_STYLE_SRC = ("'self'", "'unsafe-inline'")
# ok: python.csp-weak-setting
CSP_SCRIPT_SRC = ("'self'", "https://cdn.example.org")

# ruleid: python.trusted-hosts-any
api.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])
# ruleid: python.trusted-hosts-any
guard = TrustedHostMiddleware(api, allowed_hosts=["example.org", "*"])
# ok: python.trusted-hosts-any
api.add_middleware(TrustedHostMiddleware, allowed_hosts=["*.example.org"])
# ok: python.trusted-hosts-any
guard = Middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts)

# ruleid: python.forwarded-headers-any
uvicorn.run(api, proxy_headers=True, forwarded_allow_ips="*")
# ruleid: python.forwarded-headers-any
forwarded_allow_ips = "*"
# ok: python.forwarded-headers-any
uvicorn.run(api, proxy_headers=True, forwarded_allow_ips="10.0.0.2")
# ok: python.forwarded-headers-any
forwarded_allow_ips = "127.0.0.1"


def feed(data):
    callback = request.args["callback"]
    # ruleid: python.jsonp-callback
    body = f"{callback}({json.dumps(data)})"
    # ruleid: python.jsonp-callback
    body = "%s(%s);" % (request.args.get("callback"), json.dumps(data))
    # ruleid: python.jsonp-callback
    body = callback + "(" + json.dumps(data) + ")"
    # ok: python.jsonp-callback
    body = f"{name}({json.dumps(data)})"
    # ok: python.jsonp-callback
    body = f"{callback}: {data}"
    # ok: python.jsonp-callback
    log("%s(%s)" % (callback, number))
    return body
