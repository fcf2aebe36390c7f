import asyncio
import os
import shlex
import subprocess
import subprocess as sp
from asyncio import create_subprocess_shell as start_shell
from os import popen
from os import system as s
from shlex import quote as q
from subprocess import PIPE, Popen, getoutput, run
from subprocess import check_call as call

from settings import CLEAN_UP


def build(target, flags, quiet):
    # ruleid: python.subprocess-shell-dynamic
    subprocess.run("make " + target, shell=True)
    # ruleid: python.subprocess-shell-dynamic
    sp.check_output(f"make {target}", stderr=PIPE, shell=True)
    # ruleid: python.subprocess-shell-dynamic
    Popen(target, shell=True, stdout=PIPE)
    # ruleid: python.subprocess-shell-dynamic
    Popen(shell=True, args=target)
    # ruleid: python.subprocess-shell-dynamic
    out = run("make %s" % target, check=True, shell=True).stdout
    # ruleid: python.subprocess-shell-dynamic
    call("make %s" % target, shell=True)
    # ruleid: python.shell-script-dynamic
    subprocess.run(["bash", "-c", f"make {target}"])
    # ruleid: python.shell-script-dynamic
    sp.run(["/bin/sh", "-ec", target], check=True)
    # ok: python.shell-script-dynamic
    subprocess.run(["bash", "-c", 'make "$1"', "bash", target])
    # ok: python.shell-script-dynamic
    subprocess.run(["cut", "-c", target])
    # ok: python.subprocess-shell-dynamic
    subprocess.run(f"make {shlex.quote(target)}", shell=True)
    # ok: python.subprocess-shell-dynamic
    subprocess.run("make " + q(target), shell=True)
    # ok: python.subprocess-shell-dynamic
    subprocess.run(shlex.join(["make", target]), shell=True)
    # ok: python.subprocess-shell-dynamic
    subprocess.run("make" if quiet else "make -d", shell=True)
    # ok: python.subprocess-shell-dynamic
    subprocess.run(CLEAN_UP, shell=True)
    # ok: python.subprocess-shell-dynamic
    subprocess.run("time %s" % CLEAN_UP, shell=True)
    # ruleid: python.subprocess-shell-literal
    subprocess.call("make all", shell=True)
    # ruleid: python.subprocess-shell-literal
    run("make " "all", shell=True, check=True)
    # ok: python.subprocess-shell-literal
    run("make all | tee log", shell=True, check=True)
    # ok: python.subprocess-shell-dynamic, python.subprocess-shell-literal
    subprocess.run(["make", target])
    # ok: python.subprocess-shell-dynamic, python.subprocess-shell-literal
    subprocess.run(["make", target], shell=False)
    # ok: python.subprocess-shell-dynamic, python.subprocess-shell-literal
    invoke.run(target, shell=True)
    # ruleid: python.os-command-dynamic
    os.system("make " + target)
    # ruleid: python.os-command-dynamic
    s(target)
    # ruleid: python.os-command-dynamic
    lines = os.popen("make {}".format(target)).readlines()
    # ruleid: python.os-command-dynamic
    popen(target)
    # ruleid: python.os-command-dynamic
    subprocess.getoutput(target)
    # ruleid: python.os-command-dynamic
    getoutput(target)
    # ruleid: python.shell-script-dynamic
    os.execl("/bin/sh", "sh", "-c", target)
    # ok: python.os-command-dynamic
    os.system("clear")
    # ok: python.os-command-dynamic
    s("make " + q(target))
    # ok: python.shell-script-dynamic
    os.execl("/bin/ls", "ls", target)
    # ok: python.os-command-dynamic
    game.system(target)
    return out, lines


async def start(command, loop, protocol):
    # ruleid: python.subprocess-shell-dynamic
    await asyncio.create_subprocess_shell(command)
    # ruleid: python.subprocess-shell-dynamic
    await start_shell(command)
    # ruleid: python.subprocess-shell-dynamic
    await loop.subprocess_shell(protocol, command)
    # ok: python.subprocess-shell-dynamic
    await asyncio.create_subprocess_exec("make", command)


COMMAND = "make all"
# ruleid: python.subprocess-shell-literal
subprocess.run(COMMAND, shell=True)
# ok: python.os-command-dynamic, python.subprocess-shell-dynamic
os.system(COMMAND)


def stub(os, command):
    # ok: python.os-command-dynamic
    os.system(command)


def remote(client, name):
    # ruleid: python.ssh-command-dynamic
    client.exec_command(f"rm {name}")
    # ruleid: python.ssh-command-dynamic
    client.exec_command("rm " + name, timeout=3)
    # ok: python.ssh-command-dynamic
    client.exec_command("rm " + q(name))
    # ok: python.ssh-command-dynamic
    client.exec_command("uptime")
    # ok: python.ssh-command-dynamic
    self.exec_command("rm " + name)


def checked(target, count, level):
    # ruleid: python.os-command-dynamic
    os.system("make " + shlex.quote(target) + " " + level)
    # ok: python.os-command-dynamic
    os.system(f"kill {int(count)}")
    names = {"all": "make all", "docs": "make docs"}
    # ok: python.subprocess-shell-dynamic
    run(names.get(level, "make"), shell=True)
    # ok: python.shell-script-dynamic
    run(["sh", "-c", f"make {shlex.quote(target)}"])
    for name in ("all", "docs"):
        # ok: python.subprocess-shell-dynamic
        run("make " + name, shell=True)
    if not target.isalnum():
        raise ValueError(target)
    # ok: python.os-command-dynamic
    os.system("make " + target)
    # ok: python.subprocess-shell-dynamic
    run(f"make {target}", shell=True)


def removed(client, folder):
    command = "rm -r " + folder
    # ruleid: python.ssh-command-dynamic
    client.exec_command(command)
    for name in sorted(os.listdir("cache")):
        # ruleid: python.os-command-dynamic
        os.system(f"rm cache/{name}")
    quoted = "rm -r " + shlex.quote(folder)
    # ok: python.ssh-command-dynamic
    client.exec_command(quoted)
