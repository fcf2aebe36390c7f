import json
import re

from team import sanitize_line


def one():
    text = source()
    # ruleid: python.one-line
    sink("a " + text)
    # ok: python.one-line
    sink(text.replace("\r", "").replace("\n", " "))
    # ok: python.one-line
    sink(f"a {text!r}")
    # ok: python.one-line
    sink("a %r" % text)
    # ok: python.one-line
    sink(re.sub(r"[\r\n]+", " ", text))
    # ok: python.one-line
    sink(json.dumps({"text": text}))
    # ok: python.one-line
    sink(sanitize_line(text))
    # ruleid: python.one-line
    sink(text.replace("a", "b"))
    if "\n" in text or "\r" in text:
        return
    # ok: python.one-line
    sink(text)
