import os
import shlex
import subprocess
from subprocess import Popen, run
from subprocess import check_output as output

import fabric
import paramiko
from django.views import View
from fastapi import FastAPI
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()
TOOLS = {"png": "optipng", "jpg": "jpegoptim"}


@app.route("/ping")
def ping():
    host = request.args.get("host", "localhost")
    # ruleid: python.command-injection
    os.system("ping -c 1 " + host)
    # ruleid: python.command-injection
    run(f"ping -c 1 {host}", shell=True)
    # ruleid: python.command-injection
    Popen(["/bin/sh", "-c", "ping -c 1 %s" % host])
    # ruleid: python.command-injection
    output("ping -c 1 " + host, shell=True)
    command = ["bash", "-c", "ping -c 1 " + host]
    # ruleid: python.command-injection
    run(["sudo", "sh", "-c", "ping -c 1 " + host])
    # ok: python.command-injection
    os.system("ping -c 1 " + shlex.quote(host))
    # ruleid: python.command-injection
    run(command)
    # ok: python.command-injection, python.program-injection
    run(["ping", "-c", "1", host])
    # ok: python.command-injection, python.program-injection
    run(["ping"] + ["-c", "1", host])


def counted(limit):
    if not limit.isdigit():
        raise ValueError(limit)
    # ok: python.command-injection
    return subprocess.check_output("head -n " + limit + " log", shell=True)


def archive_of(name):
    # ruleid: python.command-injection
    return os.popen("tar c " + name).read()


class Archives(View):
    def get(self, request):
        counted(request.GET["lines"])
        return archive_of(request.GET["name"])


@api.post("/convert")
async def convert(name: str, size: int, kind: str):
    # ruleid: python.program-injection
    run([name, "--version"])
    # ruleid: python.program-injection
    os.execvp(name, ["-h"])
    # ruleid: python.program-injection
    run(name.split())
    # ok: python.command-injection
    run(f"convert -size {size} in.png out.png", shell=True)
    # ok: python.program-injection
    run([TOOLS[kind], "in"])
    command = ["convert", "in.png"]
    command.append(name)
    # ok: python.program-injection
    run(command)


@app.route("/hosts/<name>")
def remote(name):
    client = paramiko.SSHClient()
    # ruleid: python.ssh-command-injection
    client.exec_command("id " + name)
    # ruleid: python.ssh-command-injection
    run(["ssh", "build", "id " + name])
    # ok: python.ssh-command-injection
    client.exec_command("id " + shlex.quote(name))
    with fabric.Connection("build") as connection:
        # ruleid: python.ssh-command-injection
        connection.run(f"make {name}")
        # ok: python.ssh-command-injection
        connection.run("make all")


@app.route("/clone", methods=["POST"])
def clone():
    url, branch = request.form["url"], request.form["branch"]
    # ruleid: python.argument-injection
    run(["git", "clone", url], check=True)
    # ruleid: python.argument-injection
    Popen(["git", "clone", "-b", branch, "https://git.example/a"])
    # ok: python.argument-injection
    run(["git", "clone", "--", url], check=True)
    # ok: python.argument-injection
    run(["git", "clone", "https://git.example/" + url], check=True)
    # ok: python.argument-injection
    run(["echo", url], check=True)
    if branch.startswith("-"):
        return "no"
    # ok: python.argument-injection
    run(["git", "checkout", branch], check=True)
    return "done"


@app.route("/steps")
def steps():
    path = request.args["path"]
    whole = ["sh", "-c", "ls " + path]
    # ruleid: python.command-injection
    run(whole)
    listed = ["sh", "-c"]
    listed.append("ls " + path)
    # ruleid: python.command-injection
    subprocess.check_call(listed)
    added = ["bash", "-c"]
    added += [path]
    # ruleid: python.command-injection
    Popen(args=added)
    script = ["sh", "-c", 'ls -- "$1"', "sh", path]
    # ok: python.command-injection
    run(script)
    plain = ["ping", "-c", "1"]
    plain.append(path)
    # ok: python.command-injection
    run(plain)


@app.route("/systems")
def on_each_system():
    command = []
    if os.name == "nt":
        command.append("cmd.exe")
        command.append("/c")
    else:
        command.append("sh")
        command.append("-c")
    command.append("dir " + request.args["path"])
    # ruleid: python.command-injection
    run(command, capture_output=True)
    quoted = ["sh", "-c"]
    quoted.append("ls " + shlex.quote(request.args["path"]))
    # ok: python.command-injection
    run(quoted)
