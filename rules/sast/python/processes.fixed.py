import ctypes
import importlib
import invoke
import os
import subprocess
import sys
import urllib.request

import docker
import fabric
import git
import requests
from ctypes import cdll
from importlib import import_module
from kubernetes import client as k8s
from os import setuid
from subprocess import check_call, run

ROOT = 0


def fetch(url, name):
    # ruleid: python.download-executed
    exec(requests.get(url, timeout=10).text)
    script = urllib.request.urlopen(url).read().decode()
    # ruleid: python.download-executed
    os.system(script)
    # ruleid: python.download-executed
    run(script, shell=True, check=True)
    # ok: python.download-executed
    run(["deploy", script], check=True)
    # ok: python.download-executed
    exec(name)
    # ruleid: python.download-piped-to-shell
    os.system("curl -sSL https://get.example.com | sudo bash")
    # ruleid: python.download-piped-to-shell
    run("wget -qO- https://get.example.com | sh", shell=True)
    # ok: python.download-piped-to-shell
    os.system("curl -sSL https://get.example.com | jq .version")
    # ok: python.download-piped-to-shell
    run("curl -O https://get.example.com/install", shell=True)
    # ruleid: python.command-unverified-tls
    os.system("curl -sk https://get.example.com")
    # ruleid: python.command-unverified-tls
    run(["wget", "--no-check-certificate", url])
    # ruleid: python.command-unverified-tls
    check_call(["git", "-c", "http.sslVerify=false", "clone", url])
    # ok: python.command-unverified-tls
    run(["curl", "--fail", url])
    # ok: python.command-unverified-tls
    os.system("curl -O https://get.example.com/check-k.txt")
    # ruleid: python.command-ssh-unknown-host
    run(["ssh", "-o", "StrictHostKeyChecking=no", name])
    # ruleid: python.command-ssh-unknown-host
    os.system("scp -o StrictHostKeyChecking=no a b:")
    # ruleid: python.command-ssh-unknown-host
    command = ["ssh", "-oStrictHostKeyChecking=no", "-q"]
    # ok: python.command-ssh-unknown-host
    run(["ssh", "-o", "StrictHostKeyChecking=accept-new", name])
    # ok: python.command-ssh-unknown-host
    run(["ssh", "-o", "BatchMode=yes", name])
    return command


def install(name, url):
    # ruleid: python.pip-insecure-index, python.pip-at-run-time
    check_call(["pip", "install", "--trusted-host", "pypi.local", name])
    # ruleid: python.pip-insecure-index, python.pip-at-run-time
    os.system("pip install -i http://pypi.local/simple tool")
    # ok: python.pip-insecure-index
    os.system("pip download -i https://pypi.local/simple tool")
    # ok: python.pip-insecure-index
    run(["curl", "-i", "http://pypi.local/simple"])
    # ruleid: python.pip-at-run-time
    check_call([sys.executable, "-m", "pip", "install", name])
    # ruleid: python.pip-at-run-time
    run(["pip3", "install", "-U", "requests"])
    # ok: python.pip-at-run-time
    run([sys.executable, "-m", "pip", "list"])
    # ok: python.pip-at-run-time
    run(["pip", "install", "--require-hashes", "-r", "lock.txt"])
    # ruleid: python.interpreter-code-assembled
    run([sys.executable, "-c", f"import {name}"])
    # ruleid: python.interpreter-code-assembled
    subprocess.check_output(["python3", "-c", "print('%s')" % name])
    # ok: python.interpreter-code-assembled
    run([sys.executable, "-c", f"print({name!r})"])
    # ok: python.interpreter-code-assembled
    run([sys.executable, "-c", "import sys; print(sys.argv[1])", name])
    # ok: python.interpreter-code-assembled
    run(["grep", "-c", f"^{name}", "log.txt"])


def drop_late(user, group):
    # ruleid: python.privileges-order
    os.setuid(user)
    os.setgid(group)


def drop_later(user, group):
    # ruleid: python.privileges-order
    setuid(user)
    os.setgroups([])


def drop_half(user, group):
    # ruleid: python.privileges-groups-kept
    os.setgid(group)
    os.setuid(user)


def drop_some(user, group):
    # ruleid: python.privileges-groups-kept
    os.setgid(group)
    os.chdir("/")
    setuid(user)


def rise_and_drop(user, group):
    # ruleid: python.become-root
    # ok: python.privileges-order
    os.setuid(0)
    os.setgid(0)


def drop(user, group):
    # ok: python.privileges-groups-kept, python.privileges-order
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)


def drop_named(name, user, group):
    os.initgroups(name, group)
    # ok: python.privileges-groups-kept, python.privileges-order
    os.setgid(group)
    os.setuid(user)


def rise(command, user, prepare):
    # ruleid: python.become-root
    os.seteuid(0)
    # ruleid: python.become-root
    setuid(ROOT)
    # ruleid: python.become-root
    run(command, user="root")
    # ok: python.become-root
    os.seteuid(user)
    # ok: python.become-root
    run(command, user="nobody")
    # ruleid: python.preexec-function
    subprocess.Popen(command, preexec_fn=os.setsid)
    # ruleid: python.preexec-function
    run(command, check=True, preexec_fn=prepare)
    # ok: python.preexec-function
    subprocess.Popen(command, start_new_session=True)
    # ok: python.preexec-function
    subprocess.Popen(command, preexec_fn=None)


def modules(name, path):
    # ruleid: python.library-from-working-folder
    ctypes.CDLL("./libfast.so")
    # ruleid: python.library-from-working-folder
    cdll.LoadLibrary("build/libfast.so")
    # ok: python.library-from-working-folder
    ctypes.CDLL("libc.so.6")
    # ok: python.library-from-working-folder
    ctypes.CDLL("/usr/lib/libfast.so")
    # ruleid: python.import-from-working-folder
    sys.path.insert(0, "")
    # ruleid: python.import-from-working-folder
    sys.path.insert(0, os.getcwd())
    # ok: python.import-from-working-folder
    sys.path.insert(0, os.path.dirname(__file__))
    # ok: python.import-from-working-folder
    sys.path.append("/opt/service")
    # ruleid: python.import-dynamic
    importlib.import_module(name)
    # ruleid: python.import-dynamic
    plugin = import_module("plugins." + name)
    # ruleid: python.import-dynamic
    __import__(name)
    # ok: python.import-dynamic
    import_module("plugins.mail")
    # ok: python.import-dynamic
    import_module(name, __package__)
    # ruleid: python.attribute-called-by-name
    getattr(plugin, name)()
    # ruleid: python.attribute-called-by-name
    globals()[name](path)
    # ok: python.attribute-called-by-name
    getattr(plugin, "setup")()
    # ok: python.attribute-called-by-name
    getattr(plugin, f"visit_{name}")(path)
    # ok: python.attribute-called-by-name
    getattr(plugin, name)


def remote(host, name, url):
    connection = fabric.Connection(host)
    # ruleid: python.fabric-command-assembled
    connection.run(f"tar xf {name}")
    # ruleid: python.fabric-command-assembled
    connection.sudo("systemctl restart %s" % name)
    # ok: python.fabric-command-assembled
    connection.run("uname -a")
    # ok: python.fabric-command-assembled
    host.run(f"tar xf {name}")
    # ruleid: python.fabric-command-assembled
    invoke.run("rm -r " + name)
    # ruleid: python.git-unsafe-options
    git.Repo.clone_from(url, name, allow_unsafe_protocols=False)
    # ruleid: python.git-unsafe-options
    name.remotes.origin.pull(allow_unsafe_options=False)
    # ok: python.git-unsafe-options
    git.Repo.clone_from(url, name)
    # ok: python.git-unsafe-options
    git.Repo.clone_from(url, name, allow_unsafe_protocols=False)


def containers(engine, image):
    # ruleid: python.container-privileged
    engine.containers.run(image, privileged=True)
    # ruleid: python.container-privileged
    docker.from_env().containers.run(
        image, volumes={"/var/run/docker.sock": {"bind": "/run/docker.sock"}}
    )
    # ruleid: python.container-privileged
    k8s.V1SecurityContext(privileged=True)
    # ok: python.container-privileged
    engine.containers.run(image, privileged=False)
    # ok: python.container-privileged
    engine.containers.run(image, volumes={"/srv/data": {"bind": "/data"}})
