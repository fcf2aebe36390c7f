import re
from re import compile as pattern
from re import fullmatch

from django.core.validators import RegexValidator

WORDS = r"^(\w+\s?)+$"

# ruleid: python.regex-exponential
re.compile(r"^(a+)+$")
# ruleid: python.regex-exponential
pattern(WORDS)
# ruleid: python.regex-exponential
re.match(r'"([^"\\]+|\\.)*"', text)
# ruleid: python.regex-exponential
RegexValidator(r"^([a-z0-9]+-?)+$", "A name of letters")
# ruleid: python.regex-exponential
re.search(r"(?:\d*\s*)*;", text)
# ok: python.regex-exponential
re.compile(r"^(\w+\s)+$")
# ok: python.regex-exponential
re.compile(r"^(\w+,)*\w+$")
# ok: python.regex-exponential
re.compile(r"a+b+c$")
# ok: python.regex-exponential
re.match(r'"([^"\\]|\\.)*"', text)
# ok: python.regex-exponential
re.sub(r"(-+)", "-", text)

# ruleid: python.regex-host-dot
re.match(r"https://www.example.com/", text)
# ruleid: python.regex-host-dot
pattern(r"^https?://(www\.)?example.org$")
# ok: python.regex-host-dot
re.match(r"https://www\.example\.com/", text)
# ok: python.regex-host-dot
fullmatch(r"https?://\S+", text)
# ok: python.regex-host-dot
re.search(r"example.com", text)
