"""Runs a hook of pre-commit-hooks in repositories, as pre-commit would.

Run by the Python that has pre-commit-hooks. Standard input is an object with
`module` (none for a hook that only fails), `arguments`, `types`, `pattern`,
`always` and `repositories`, each with `folder` and `files`; standard output a
list with the exit code and the output for each repository.
"""

import contextlib
import importlib
import io
import json
import os
import re
import sys

try:
    from identify.identify import tags_from_path
except ImportError:
    sys.exit("identify is missing: pip install identify")


def wanted(job, path):
    if not os.path.lexists(path) or not re.search(job["pattern"], path):
        return False
    return set(job["types"]) <= tags_from_path(path)


def judge(job, main, repository):
    os.chdir(repository["folder"])
    files = [path for path in repository["files"] if wanted(job, path)]
    if not files and not job["always"]:
        return {"code": 0, "output": "no files"}
    if main is None:
        return {"code": 1, "output": " ".join(files)}
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            code = main([*job["arguments"], *([] if job["always"] else files)])
        except (Exception, SystemExit) as error:
            code = 1
            print(f"{type(error).__name__}: {error}")
    return {"code": int(code or 0), "output": output.getvalue()}


job = json.load(sys.stdin)
module = job["module"]
hook = module and importlib.import_module(f"pre_commit_hooks.{module}").main
json.dump([judge(job, hook, it) for it in job["repositories"]], sys.stdout)
