import smtplib
from email.message import EmailMessage
from email.mime.text import MIMEText
from http.server import BaseHTTPRequestHandler
from urllib.parse import quote

from django.core.mail import send_mail
from django.http import HttpResponse
from flask import Flask, make_response, request

app = Flask(__name__)


class Files(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.headers["X-Name"]
        # ruleid: python.header-injection
        self.send_header("X-Name", name)
        # ruleid: python.header-injection
        self.send_header("Content-Disposition", f'inline; filename="{name}"')
        # ok: python.header-injection
        self.send_header("X-Name", quote(name))
        # ok: python.header-injection
        self.send_header("X-Length", str(len(name)))
        self.end_headers()


@app.route("/name")
def name():
    value = request.args["name"]
    answer = make_response("")
    # ruleid: python.header-from-request
    answer.headers["X-Name"] = value
    # ok: python.header-from-request
    answer.headers["X-Name"] = value.replace("\r", "").replace("\n", "")
    if "\n" in value or "\r" in value:
        return "", 400
    # ok: python.header-from-request
    answer.headers["X-Name"] = value
    return answer


def report(request):
    answer = HttpResponse("", content_type="text/csv")
    # ruleid: python.header-from-request
    answer["Content-Disposition"] = "inline; filename=" + request.GET["name"]
    # ok: python.header-from-request
    answer["X-Frame-Options"] = "DENY"
    return answer


@app.route("/contact", methods=["POST"])
def contact():
    mail = MIMEText(request.form["text"])
    # ruleid: python.mail-header-injection
    mail["Subject"] = "Contact: " + request.form["subject"]
    # ok: python.mail-header-injection
    mail["Subject"] = "".join(request.form["subject"].splitlines())
    modern = EmailMessage()
    # ok: python.mail-header-injection
    modern["Subject"] = request.form["subject"]
    with smtplib.SMTP("localhost") as server:
        text = request.form["subject"]
        # ruleid: python.mail-header-injection
        server.sendmail("a@example.org", "b@example.org", "Subject: " + text)
        # ruleid: python.mail-recipient
        server.sendmail("a@example.org", request.form["to"], "Hello")
    return ""


def invite(request):
    # ruleid: python.mail-recipient
    send_mail("Welcome", "Hello", None, [request.POST["address"]])
    # ok: python.mail-recipient
    send_mail("Welcome", request.POST["text"], None, ["us@example.org"])
