import glob
import json
import os
import pathlib
import subprocess

import requests

with open("names.txt") as file:
    # ruleid: python.stored
    sink(file.read())
    for line in file:
        # ruleid: python.stored
        sink(line.strip())

# ruleid: python.stored
sink(pathlib.Path("a.txt").read_text(encoding="utf-8"))
# ruleid: python.stored
sink(json.load(open("a.json"))["name"])

for name in os.listdir("."):
    # ruleid: python.stored
    sink(os.path.join("a", name))
for name in glob.glob("*.txt"):
    # ruleid: python.stored
    sink(name)

# ruleid: python.stored
sink(subprocess.check_output(["git", "status"]).decode())
# ruleid: python.stored
sink(requests.get("https://example.com", timeout=5).text)


def rows(cursor):
    cursor.execute("SELECT name FROM users")
    for row in cursor.fetchall():
        # ruleid: python.stored
        sink(row[0])
    # ok: python.stored
    sink(cursor.rowcount)


# ok: python.stored
sink(os.getcwd())
# ok: python.stored
sink(json.dumps({"a": 1}))
# ok: python.stored
sink(pathlib.Path("a.txt").name)
