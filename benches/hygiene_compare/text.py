"""Hooks over any text."""

from .section import Case, Section, files, joined

NAMES = [
    "a.txt", "a.md", "a.py", "a.c", "a.rst", "Makefile", "a", "a.json",
    "a.yaml", "b/.env",
    "a.html", "a.sh", "a.js", "a.csv", "setup.cfg", "a.pyi", "a.ini", "a.toml",
    "Dockerfile.dev",
]

SPACES = [
    b"a", b"a b", b"", b" ", b"  ", b"   ", b"\t", b"\n", b"\n", b"\n",
    b"\r\n", b"\r", b"\r\r\n",
    b"\x0b", b"\x0c", b"\x1c", b"\x1f", b"\x85", "\u00a0".encode(),
    "\u2028".encode(),
    "\u3000".encode(), "ä".encode(), b"\xff", b"# x", b"x = 1", b"'", b"\\",
    b"'''", b'"""',
]

ENDS = ["a", "b c", "\n", "\n", "\r\n", "\r\n", "\r", " ", "\t", "ä", "x = 1",
        "\x0b", "\x0c"]

MARKERS = [
    "<<<<<<< HEAD\n", "<<<<<<<\n", "<<<<<<< \n", "||||||| base\n", "=======\n",
    "=======\r\n",
    "======= \n", "======= topic\n", "========\n", ">>>>>>> topic\n",
    ">>>>>>>\n", "a\n", "\n",
    " =======\n", "# =======\n", "Heading\n", "text about a change\n",
    " <<<<<<< x\n", "=======",
]

KEYS = [
    "RSA PRIVATE", "DSA PRIVATE", "EC PRIVATE", "OPENSSH PRIVATE", "PRIVATE",
    "ENCRYPTED PRIVATE",
    "SSH2 ENCRYPTED PRIVATE", "PGP PRIVATE", "ED25519 PRIVATE", "RSA PUBLIC",
    "PUBLIC", "ANY PRIVATE",
]

LINKS = [
    "https://github.com/o/r/blob/main/a.py#L3",
    "https://github.com/o/r/blob/v1.0/a.py#L3",
    "https://github.com/o/r/blob/deadbeef/a.py#L3",
    "https://github.com/o/r/blob/dea/a.py#L3",
    "https://github.com/o/r/blob/deadbeefg/a.py#L3",
    "https://github.com/o/r/blob/main/a.py",
    "https://github.com/o/r/blob/main/a.py#Lx",
    "https://github.com/o/r/blob/main/a b.py#L3",
    "https://github.com/o/r/tree/main/a.py#L3",
    "http://github.com/o/r/blob/main/a.py#L3",
    "https://githubxcom/o/r/blob/main/a.py#L3",
    "https://github.com/o/r/blob/main/#L3",
    "https://github.com/o/r/blob/main/x#a#L3",
    "https://github.com//r/blob/main/x#L3",
    "https://github.com/o/r/s/blob/main/x#L3",
    "https://github.com/o/r/blob/main/dir/x.py#L10-L20",
    "https://github.com/o/r/blob//x#L1",
    "https://github.com/o/r/blob/" + "a" * 64 + "/x#L1",
    "https://github.com/o/r/blob/" + "a" * 65 + "/x#L1",
    "https://github.com/o/r/blob/abcd/x#L1",
    "https://github.com/o/r/blob/ABCDEF0123/x#L1",
    "https://github.com/o/blob/blob/main/x#L1",
    "https://github.com/https://github.com/o/r/blob/main/x#L1",
    "https://github.com/o/r/blob/release-1/x#L1",
    "https://github.com/o/r/blob/a.b/c/x#L1",
    "https://github.example.com/o/r/blob/main/a.py#L3",
    "https://x.org/o/r/blob/main/a#L1",
    "https://github.com/o/r/blob/main/[x](y)#L1",
    "https://github.com/o/r/blob/main/a.py?x=1#L1",
    "https://github.com/o/r/blame/main/a.py#L3",
    "https://github.com/o/r/raw/main/a.py#L3",
    "https://github.com/o/r/blob/main/a.py#l3",
    "https://github.com/o/r/blob/main/a.py#L",
]


def one_per_line(names, lines):
    def make(chance):
        chosen = chance.choices(lines, k=chance.randint(1, 3))
        around = [chance.choice(["{}", "see {} there", "[x]({})",
                                 "<{}>"]) for _ in chosen]
        text = "\n".join(how.format(line) for how, line in zip(around, chosen,
                                                               strict=True))
        return Case(chance.choice(names), text.encode() + b"\n")

    return make


WHITE = [
    *files(
        "a.txt", "", "\n", " ", " \n", "a", "a\n", "a \n", "a\t\n", "a \r\n",
        "a\r\n", "a\r\r\n",
        "a \r", "a\r", "a\x0b\n", "a\x0c\n", "a\x0c", "a\u00a0\n", "a\u2003\n",
        "a\x1f\n", "\n\n \n",
        "a\n  b  \n\nc\t\t\r\n", "a\rb \rc\r", "  \n \t", "a\\ \n", "a\x00 \n",
        b"\xff \n", "a  ",
        "a \n\r", "\r\n \r\n", "\ta\n", "\t\n", "ä \n", "a \r\r\n", "a \r b\n",
        "\x0c\n", "\x0b",
    ),
    *files(
        "a.md", "a  \nb\n", "a  \r\n", "a   \n", "a\t  \n", "a \n", "  \n",
        "a \t\n", "a  ", "    \n",
        "a  \t\n", "a \u00a0  \n", "\x0c  \n", "- a  \n- b   \n", "a\r  \n",
        "a  \r",
    ),
    *files(
        "a.py", "x = 1 \n", "x = 1\n \ny = 2\n", "s = '''a \nb'''\n", "# c \n",
        "x = 1 \\ \n",
        "def f():\n    pass \n    \n", "x = 1\x0c\n", "\x0c\nx = 1\n",
        "x = 1 ", "'''\n  \n'''\n",
        "s = 'a \\\n  b' \n", "f'''{1} \n'''\n", "x = 1 \x0c \n",
    ),
    Case("a.png", b"x \n"), Case("a.bin", b"\x01 \n"), Case("a.bin", b"x \n"),
    Case("a.txt", b"\x01 \n"), Case("a.svg", b"<svg> \n</svg>\n"),
    Case("a", b"\x7fELF \n"),
    Case("README.foo", b"\x01 \n"), Case("run", b"#!/bin/sh \n", True),
    Case("a.ipynb", b"{} \n"),
]

ENDINGS = [
    *files(
        "a.txt", "", "\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "a", "a\n",
        "a\n\n", "a\r\n", "a\r\nb",
        "a\r\n\n", "a\n\r\n", "a\n\r", "a\r\r", "a\r\r\n", "a\n ", "a\n \n",
        " ", " \n\n", "a\x0b",
        "a\n\x0c\n", "ä", b"\xff", b"\xff\n\n", "a\n\n\n\n\n", "a\r\n\r\n\r\n",
        "\n\r\n\r", "a\x00",
        "a\x00\n\n", "\ufeff", "\ufeff\n",
    ),
    *files("a.py", "", "\n", "x = 1", "x = 1\n\n", "x = 1\r\n\r\n", "'''\n\n",
           "x = 1\n  ", "#"),
    *files("a.md", "a", "a\n\n", "a  "),
    *files("a.json", "{}", "{}\n\n"),
    Case("a.png", b"x"), Case("a.bin", b"\x01"), Case("a.txt", b"\x01"),
    Case("a", b"\x02\n\n"),
]

LINE_ENDS = [
    *files(
        "a.txt", "", "a", "a\n", "a\r\n", "a\r", "a\nb\r\n", "a\r\nb\n",
        "a\rb\n", "a\rb\r\n",
        "a\nb\nc\r\n", "a\r\nb\r\nc\n", "a\r\nb\r\nc", "a\nb\r\nc",
        "a\rb\rc\nd", "a\n\r", "a\r\r\n",
        "a\n\r\n\rb", "\r\r\n\n", "a\r\n\rb", "a\r\nb\nc\rd\r\n", "a \r\nb \n",
        "\n\n\r\n\r\n",
        "a\x0bb\r\nc\n", "a\u2028b\r\nc\n", b"\xff\r\n\n", "a\x85b\nc\r\n",
    ),
    *files("a.py", "x = 1\r\ny = 2\n", "s = '''a\r\nb'''\n", "x = 1\r\n"),
    *files("a.bat", "x\r\n", "x\n", "x\r\ny\n"),
    Case("a.png", b"x\r\n\n"), Case("a.bin", b"\x01\r\n\n"),
]

CONFLICTS = [
    *files(
        "a.txt", "", "a\n", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n",
        "<<<<<<< HEAD\n",
        ">>>>>>> topic\n", "=======\n", "=======\r\n", "=======",
        "\n=======\n\n",
        "<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> b\r\n", "<<<<<<<\n",
        "<<<<<<< ", ">>>>>>>",
        "# <<<<<<< HEAD\n", "# =======\n", " <<<<<<< a\n", "<<<<<<<< a\n",
        "=======x\n", "========\n",
        "<<<<<<< a\n||||||| b\n=======\n>>>>>>> c\n", "||||||| b\n",
        "a\n\n=======\nb\n",
        "======= topic\n", b"\xff\n<<<<<<< a\n", "a\n>>>>>>> b",
    ),
    *files(
        "a.py", "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> topic\n",
        "x = '<<<<<<< a'\n",
        "'''\n<<<<<<< a\n'''\n", "=======\n", ">>>>>>> a\n",
    ),
    *files("a.rst", "<<<<<<< a\n=======\n>>>>>>> b\n",
           "Title of it\n===========\n"),
    Case("a.png", b"<<<<<<< a\n"), Case("a.bin", b"\x01\n<<<<<<< a\n"),
]

MARK = "\ufeff".encode()
BYTE_ORDER_MARKS = [
    *(
        Case(name, content)
        for name in ["a.txt", "a.py", "a.json", "a.md", "a", "a.csv", "a.xml",
                     "a.html"]
        for content in [MARK + b"a\n", b"a\n", MARK, b"a" + MARK,
                        MARK + MARK + b"a", b"\xef\xbb"]
    ),
    *files("a.txt", "\ufeffä\r\nb\n", "\ufeff\n", " \ufeffa", b"\xfe\xffa",
           b"\xff\xfea\x00"),
    Case("a.png", MARK + b"a"),
]


def keys():
    for name in ["a.txt", "a.pem", "a.py", "a"]:
        for key in KEYS:
            text = f"-----BEGIN {key} KEY-----\nMII\n-----END {key} KEY-----\n"
            yield Case(name, text.encode())
    for line in [
        "BEGIN PGP PRIVATE KEY BLOCK", "PuTTY-User-Key-File-2: ssh-rsa",
        "PuTTY-User-Key-File-3: x",
        "BEGIN OpenVPN Static key V1", "BEGIN OpenVPN Static key V2",
        "begin rsa private key",
        "BEGIN RSA PRIVATE  KEY", "BEGIN RSA\nPRIVATE KEY",
        "xBEGIN PRIVATE KEYx", "PRIVATE KEY",
        "END RSA PRIVATE KEY", "if 'BEGIN PRIVATE KEY' in text:",
        "BEGIN CERTIFICATE", "",
        "BEGIN PGP PUBLIC KEY BLOCK", "BEGIN SSH2 PUBLIC KEY",
    ]:
        yield from files("a.txt", line, f"a\n  {line} b\n")
    yield Case("a.png", b"BEGIN PRIVATE KEY")
    yield Case("a.bin", b"\x01BEGIN PRIVATE KEY")


def section(name, module, written, made=None, **more):
    return Section(name=name, rule=name.split()[0], module=module,
                   written=written, made=made, **more)


SECTIONS = [
    section(
        "trailing-whitespace", "trailing_whitespace_fixer", WHITE,
        joined(NAMES, SPACES, 12),
        rewrites=True, unsafe=True,
    ),
    section(
        "trailing-whitespace md", "trailing_whitespace_fixer", WHITE,
        joined(["a.md", "a.MD", "a.txt", "a.markdown", "a.rst"], SPACES, 12),
        arguments=("--markdown-linebreak-ext=md,.markdown",), rewrites=True,
        unsafe=True,
        settings='[hygiene]\nmarkdown-linebreak-ext = ["md", ".markdown"]\n',
    ),
    section(
        "trailing-whitespace md everywhere", "trailing_whitespace_fixer",
        WHITE,
        joined(NAMES, SPACES, 12), arguments=("--markdown-linebreak-ext=*",),
        rewrites=True,
        settings='[hygiene]\nmarkdown-linebreak-ext = ["*"]\n', unsafe=True,
    ),
    section(
        "trailing-whitespace chars", "trailing_whitespace_fixer", WHITE,
        joined(NAMES, [*SPACES, b"\\", b"x", b"xy"], 12),
        arguments=("--chars", " \\xä"),
        settings="[hygiene]\ntrailing-whitespace-chars = ' \\xä'\n",
        rewrites=True, unsafe=True,
    ),
    section(
        "end-of-file-fixer", "end_of_file_fixer", ENDINGS,
        joined(NAMES, ENDS, 8), rewrites=True, unsafe=True,
    ),
    *(
        section(
            f"mixed-line-ending {fix}", "mixed_line_ending", LINE_ENDS,
            joined(NAMES, ENDS, 12),
            arguments=("--fix", fix),
            settings=f'[hygiene]\nmixed-line-ending = "{fix}"\n',
            rewrites=fix != "no", unsafe=True,
        )
        for fix in ["auto", "no", "lf", "crlf", "cr"]
    ),
    section(
        "fix-byte-order-marker", "fix_byte_order_marker", BYTE_ORDER_MARKS,
        joined(NAMES, ["\ufeff", "a", "\n", "ä", "\r\n"], 3),
        rewrites=True,
    ),
    section(
        "check-merge-conflict", "check_merge_conflict", CONFLICTS,
        joined(NAMES, MARKERS, 8),
        arguments=("--assume-in-merge",),
    ),
    section(
        "detect-private-key", "detect_private_key", list(keys()),
        one_per_line(NAMES, [f"BEGIN {key} KEY" for key in KEYS]),
    ),
    section(
        "check-vcs-permalinks", "check_vcs_permalinks", files("a.md", *LINKS),
        one_per_line(NAMES, LINKS),
    ),
    section(
        "check-vcs-permalinks domains", "check_vcs_permalinks", files("a.md",
                                                                      *LINKS),
        one_per_line(NAMES, LINKS),
        arguments=(
            "--additional-github-domain", "github.example.com",
            "--additional-github-domain",
            "x.org",
        ),
        settings='[hygiene]\n'
        'github-domains = ["github.example.com", "x.org"]\n',
    ),
]
