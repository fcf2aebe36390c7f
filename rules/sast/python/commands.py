import asyncio
import os
import subprocess
import subprocess as sp
from os import system as s
from subprocess import PIPE, Popen, run


def build(target, flags):
    # ruleid: python.subprocess-shell-dynamic
    subprocess.run("make " + target, shell=True)
    # ruleid: python.subprocess-shell-dynamic
    sp.check_output(f"make {target}", stderr=PIPE, shell=True)
    # ruleid: python.subprocess-shell-dynamic
    Popen(target, shell=True, stdout=PIPE)
    # ruleid: python.subprocess-shell-dynamic
    out = run("make %s" % target, check=True, shell=True).stdout
    # ruleid: python.subprocess-shell-literal
    subprocess.call("make all", shell=True)
    # ruleid: python.subprocess-shell-literal
    run("make " "all", shell=True, check=True)
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
    subprocess.getoutput(target)
    # ok: python.os-command-dynamic
    os.system("clear")
    # ok: python.os-command-dynamic
    game.system(target)
    return out, lines


async def start(command):
    # ruleid: python.subprocess-shell-dynamic
    await asyncio.create_subprocess_shell(command)
    # ok: python.subprocess-shell-dynamic
    await asyncio.create_subprocess_exec("make", command)


COMMAND = "make all"
# ruleid: python.subprocess-shell-literal
subprocess.run(COMMAND, shell=True)
# ok: python.os-command-dynamic
os.system(COMMAND)


def stub(os, command):
    # ok: python.os-command-dynamic
    os.system(command)
