import asyncio
import socket
import telnetlib
from http.server import HTTPServer

import paramiko
import requests
import uvicorn
from paramiko import AutoAddPolicy as Trusting
from requests import get
from requests import post as send
from telnetlib import Telnet as Session


def serve(app, handler, sock, options):
    # ruleid: python.bind-all-interfaces
    sock.bind(("0.0.0.0", 80))
    # ruleid: python.bind-all-interfaces
    app.run(host="0.0.0.0", port=80)
    # ruleid: python.bind-all-interfaces
    HTTPServer(("0.0.0.0", 8000), handler)
    # ruleid: python.bind-all-interfaces
    sock.bind(("", 80))
    # ruleid: python.bind-all-interfaces
    sock.bind(("::", 80))
    # ruleid: python.bind-all-interfaces
    socket.create_server(("0.0.0.0", 80))
    # ruleid: python.bind-all-interfaces
    asyncio.start_server(handler, "0.0.0.0", 80)
    # ok: python.bind-all-interfaces
    sock.bind(("", 0))
    # ok: python.bind-all-interfaces
    nodes.get_node(host="0.0.0.0", port=80)
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
    # ruleid: python.telnet
    Session(host)
    # ok: python.telnet
    client.Telnet(host)
    # ruleid: python.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    # ruleid: python.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.WarningPolicy)
    # ruleid: python.ssh-unknown-host
    client.set_missing_host_key_policy(Trusting())
    # ok: python.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    # ruleid: python.request-without-timeout
    requests.get(url)
    # ruleid: python.request-without-timeout
    get(url, headers={})
    # ruleid: python.request-without-timeout
    send(url)
    # ok: python.request-without-timeout
    requests.post(url, timeout=5)
    # ok: python.request-without-timeout
    requests.get(url, **ftp)
    # ok: python.request-without-timeout
    requests.Session()
