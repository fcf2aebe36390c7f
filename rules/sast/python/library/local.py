import argparse
import fileinput
import os
import sys

import click
import typer

from os import environ, getenv

# ruleid: python.local-input
sink(sys.argv[1])
# ruleid: python.local-input
sink(environ["NAME"])
# ruleid: python.local-input
sink(getenv("NAME", ""))
# ruleid: python.local-input
sink(input("Name: "))
# ruleid: python.local-input
sink(sys.stdin.read())
# ok: python.local-input
sink(sys.platform)
# ok: python.local-input
sink(os.sep)

for line in fileinput.input():
    # ruleid: python.local-input
    sink(line.strip())

parser = argparse.ArgumentParser()
parser.add_argument("name")
arguments = parser.parse_args()
# ruleid: python.local-input
sink(arguments.name)
# ok: python.local-input
sink(parser.prog)


@click.command()
@click.option("--count", type=int)
@click.argument("name")
def greet(name, count: int):
    # ruleid: python.local-input
    sink(name)
    # ok: python.local-input
    sink(count)


commands = typer.Typer()


@commands.command()
def serve(folder: str, port: int = 80, quiet: bool = False):
    # ruleid: python.local-input
    sink(folder)
    # ok: python.local-input
    sink(port)
    # ok: python.local-input
    sink(quiet)


def plain(name):
    # ok: python.local-input
    sink(name)
