import argparse
import fileinput
import os
import sys
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
