import glob
import json
import os
import pathlib

with open("names.txt") as file:
    # ruleid: python.files
    sink(file.read())
    for line in file:
        # ruleid: python.files
        sink(line.strip())

# ruleid: python.files
sink(pathlib.Path("a.txt").read_text(encoding="utf-8").strip())
# ruleid: python.files
sink(json.load(open("a.json"))["name"])

for name in sorted(os.listdir(".")):
    # ruleid: python.files
    sink(os.path.join("a", name))
for name in glob.glob("*.txt"):
    # ruleid: python.files
    sink(name)

# ok: python.files
sink(os.getcwd())
# ok: python.files
sink(json.dumps({"a": 1}))
# ok: python.files
sink(pathlib.Path("a.txt").name)
