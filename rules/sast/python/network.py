import socket
import telnetlib
from http.server import HTTPServer

import paramiko
import requests
import uvicorn
from requests import get


def serve(app, handler, sock, options):
    # ruleid: python.bind-all-interfaces
    sock.bind(("0.0.0.0", 80))
    # ruleid: python.bind-all-interfaces
    app.run(host="0.0.0.0", port=80)
    # ruleid: python.bind-all-interfaces
    HTTPServer(("0.0.0.0", 8000), handler)
    # ok: python.bind-all-interfaces
    sock.bind(("127.0.0.1", 80))
    # ok: python.bind-all-interfaces
    uvicorn.run(app, host=options.host)
    # ok: python.bind-all-interfaces
    network = "0.0.0.0/0"
    return network


HOST = "0.0.0.0"
# ruleid: python.bind-all-interfaces
uvicorn.run("app:app", host=HOST)


def talk(host, client, ftp, url):
    # ruleid: python.telnet
    telnetlib.Telnet(host)
    # ok: python.telnet
    client.Telnet(host)
    # ruleid: python.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    # ruleid: python.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.WarningPolicy)
    # ok: python.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    # ruleid: python.request-without-timeout
    requests.get(url)
    # ruleid: python.request-without-timeout
    get(url, headers={})
    # ok: python.request-without-timeout
    requests.post(url, timeout=5)
    # ok: python.request-without-timeout
    requests.get(url, **ftp)
    # ok: python.request-without-timeout
    requests.Session()
