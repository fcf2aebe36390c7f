"""Runs a hook of pre-commit-hooks file by file, in one process.

Run by the Python that has pre-commit-hooks. Standard input is an object with
`module`, `arguments`, `types` and `files`; standard output a list with the
exit code, the output and whether the hook crashed, for each file.
"""

import contextlib
import importlib
import io
import json
import sys
import warnings

try:
    from identify.identify import tags_from_path
except ImportError:
    sys.exit("identify is missing: pip install identify")


class Output(io.TextIOWrapper):
    """Some hooks write bytes."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", errors="replace",
                         write_through=True)

    def text(self):
        return self.buffer.getvalue().decode(errors="replace")


def judge(main, arguments, types, path):
    if not set(types) <= tags_from_path(path):
        return {"code": 0, "output": "skipped", "crash": False}
    output = Output()
    crash = False
    with contextlib.redirect_stdout(output):
        try:
            code = main([*arguments, path])
        except (Exception, SystemExit) as error:
            code, crash = 1, True
            output.write(f"{type(error).__name__}: {error}")
    return {"code": int(code or 0), "output": output.text(), "crash": crash}


warnings.simplefilter("ignore")
job = json.load(sys.stdin)
hook = importlib.import_module(f"pre_commit_hooks.{job['module']}").main
verdicts = [judge(hook, job["arguments"], job["types"],
                  path) for path in job["files"]]
json.dump(verdicts, sys.stdout)
