"""Hooks over files in a format: JSON, YAML, TOML, XML."""

import json
from collections.abc import Callable, Iterable
from random import Random

from .section import Case, Section, files

JSON = [
    '{"a": 1}', "[1, 2]", '"x"', "1", "-1.5e3", "null", "true", '{"a": 1, "a": 2}',
    '{"\\u0061": {"b": []}}', "1e999", "-0", '"\\ud83d\\ude00"', '"\\ud800"', '"a": ',
    "{", "}", "[", "]", ",", ":", '"', "\\", "NaN", "-Infinity", "01", "1.", "\n", "\t",
    "// c\n", "/* */", "'a'", "\ufeff", b"\xff", "é", b"\x00", " ",
]

YAML = [
    "a", "b", "1", "x: 1\n", "y:\n", "- a\n", "  b: 2\n", "  - c\n", "{a: 1}", "[1, 2]",
    "{a, b}", '"q"', "'s'", "&x ", "*x", "? a\n: b\n", "|\n  t\n", ">-\n  t\n\n   u\n",
    "!!set {a}", "!!omap [a: 1]", "!!int ", "!!str ", "!t ", "<<: {c: 1}\n", "<<: {}\n",
    "yes", "0o7", "-_", "1.5", ".nan", "2001-02-30", "2001-12-14t21:59:43.10-05:00",
    "%YAML 1.1\n---\n", "%TAG ! tag:x,2000:\n---\n", '"\\x41\\q"', ": ", "=", "~: 1\n",
    "true: 1\n1: 2\n", "{{ x }}", "# c\n", "---\n", "...\n", "\n", "\t", "  ", "@", "`",
    "\r\n", "\u0085", "\ufeff", b"\xff", "\x07", "http://a.b/c#d", "a:b", "- - d\n",
]

TOML = [
    "a = ", "b = ", "c.d = ", '"q" = ', "1\n", '"s"\n', "'l'\n", "[1, 2]\n", "{x = 1}\n",
    "[t]\n", "[t.u]\n", "[[t]]\n", "[[t.u]]\n", "[a]\n", "[a.b]\n", "[c]\n", "[c.d.e]\n",
    "c.d.e = 1\n", '"""\nx\\\n y"""\n', "'''\nx'''\n", "2001-01-01\n", "2001-02-30\n",
    "07:32\n", "1979-05-27 07:32:00Z\n", "{c.d = 1, c.e = 2}\n", "{c = 1,}\n", "0x1F\n",
    "1_000\n", "01\n", "inf\n", "# c\n", "\n", "\r\n", "\r", "\ufeff", "é", "[1,\n2,\n]\n",
    '"\\e"\n', "true\n", b"\xff", "=", "[", "]", "{", "}", '"', "'", ".", ",",
]

DECLARATIONS = [
    '<!ENTITY x "y">', '<!ENTITY y "&x;">', '<!ENTITY z "<b>&x;</b>">', "<!-- c -->",
    '<!ENTITY w "</b><b>">', '<!ENTITY e SYSTEM "u">', '<!ENTITY s "&s;">', "<?p q?>",
    '<!ENTITY n SYSTEM "u" NDATA g>', '<!NOTATION g PUBLIC "p">', "%p;", "%u;",
    "<!ENTITY % p \"<!ENTITY q '1'>\">", '<!ENTITY % u SYSTEM "x">', "<!ELEMENT a (b,c?)>",
    "<!ELEMENT b (#PCDATA|c)*>", "<!ELEMENT c (a|b,c)>", '<!ATTLIST a b CDATA "&x;">',
    "<!ATTLIST a c (d|1) #REQUIRED>", '<!ENTITY k "a%b;c">', '<!ENTITY j "&#60;">',
]

CONTENT = [
    "<a>", "</a>", "<b>", "</b>", "<b/>", '<a b="1"/>', '<a b="1" b="2"/>', "&x;", "&y;",
    "&z;", "&w;", "&e;", "&n;", "&q;", "&s;", "&zz;", '<a b="&j;"/>', '<a b="&e;"/>',
    "&amp;", "&", "<", "]]>", "<![CDATA[<]]>", "<!-- - -->", "<!-- -- -->", "<?p q?>",
    "&#65;", "&#0;", "é", "<é/>", "<x:y/>", "\x01", b"\xff", "\ufffe", "t",
]


def encoded(piece: bytes | str) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode()


def soup(name: str, pieces: Iterable[bytes | str],
         seeds: Iterable[str]) -> Callable[[Random], Case]:
    """Makes files of pieces, and of valid ones with pieces thrown in."""
    parts, seeds = [encoded(piece) for piece in pieces], [seed.encode() for seed in seeds]

    def make(chance: Random) -> Case:
        if chance.random() < 0.4:
            return Case(name, b"".join(chance.choices(parts, k=chance.randint(1, 7))))
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.choice([0, 1, 1, 2])):
            at = chance.randrange(len(content) + 1)
            content[at:at + chance.choice([0, 1, 3])] = chance.choice([*parts, b""])
        return Case(name, bytes(content))

    return make


def document(chance: Random) -> Case:
    """Makes XML with a document type."""
    begin = chance.choice(["", '<?xml version="1.0" standalone="yes"?>'])
    kind = chance.choice(["<!DOCTYPE a [", '<!DOCTYPE a SYSTEM "d" [', None, None])
    parts = [begin]
    if kind:
        parts += [kind, *chance.choices(DECLARATIONS, k=chance.randint(0, 4)), "]>"]
    parts += ["<a>", *chance.choices(CONTENT, k=chance.randint(0, 4)), "</a>"]
    return Case("a.xml", b"".join(encoded(part) for part in parts))


def value(chance: Random, depth: int = 0) -> str:
    """JSON of all sorts."""
    scalars = [
        "1", "-0", "1.0", "1.50", "1e5", "1E400", "-1e-7", "0.1", "1e16", "1.0e-5", "NaN",
        "123456789.123456789123", "5e-324", "true", "null", '""', '"a"', '"é"', '"\\u00e9"',
        '"\\n\\b\\/"', '"\\ud83d\\ude00"', '"\x7f"',
    ]
    sort = chance.randrange(4 if depth < 4 else 2)
    space = [chance.choice(["", " ", "\n", "\r\n"]) for _ in range(3)]
    items = [value(chance, depth + 1) for _ in range(chance.randrange(4) if sort > 1 else 0)]
    if sort < 2:
        return chance.choice(scalars)
    if sort == 2:
        return "[" + ",".join(space[0] + item + space[1] for item in items) + "]"
    names = ["a", "b", "Z", "é", "\\u0061", "name", "id", "aa"]
    pairs = [f'{space[0]}"{chance.choice(names)}":{space[1]}{item}' for item in items]
    return "{" + ",".join(pairs) + space[2] + "}"


def laid_out(chance: Random) -> Case:
    text = value(chance)
    if chance.random() < 0.3:
        text = json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
    return Case("a.json", text.encode())


class Alone(Section):
    """A hook whose state outlives a file that it refuses: one process a file."""

    def judge(self, folder, peer, names):
        return [verdict for name in names for verdict in super(Alone, self).judge(folder, peer,
                [name])]


def yaml_sections():
    options = {
        "": "",
        "multi": "[hygiene]\nyaml-multiple-documents = true\n",
        "unsafe": "[hygiene]\nyaml-unsafe = true\n",
    }
    for option, settings in options.items():
        yield Alone(
            name=f"check-yaml {option}".strip(), rule="check-yaml", module="check_yaml",
            types=("yaml",), arguments=(f"--{option}",) if option else (), settings=settings,
            written=files(
                "a.yaml", "", "a: 1\na: 2\n", "a: !Ref b\n", "a: *b\n", "a: 1\n---\nb: 2\n",
                "{a: 1}: b\n", "[a]: b\n", "a: {{ b }}\n", "a:\n\t- b\n", "a: 'b\n", "- <<\n",
                "<<: {a: 1}\na: 2\na: 3\n", "a: 2001-02-30\n", "1: a\n1.0: b\n",
                "\ufeffa: 1\n", b"a: \xff\n", "a: \x00\n", "%YAML 1.3\n---\n", "a: =\n",
            ) + files(".clang-format", "a: 1\n", "a: *b\n") + files("a.txt", "a: *b\n"),
            made=soup("a.yml", YAML, [
                "a: 1\nb:\n  - c: d\n    e: [f, 'g']\n  - |\n    h\ni: {j: k}\n",
                "# c\n&x a: !!str b\nc: *x\nd:\n- >-\n  e\n   f\n- \"g\\n\"\n",
                "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          b\n        if: c\n",
            ]),
        )


def pretty_sections():
    options = {
        "": ([], ""),
        "no-ensure-ascii": (["--no-ensure-ascii"], "json-ensure-ascii = false"),
        "no-sort-keys": (["--no-sort-keys"], "json-sort-keys = false"),
        "indent": (["--indent", "\t"], 'json-indent = "\\t"'),
        "top-keys": (["--top-keys", "name,id"], 'json-top-keys = ["name", "id"]'),
    }
    for option, (arguments, setting) in options.items():
        yield Section(
            name=f"pretty-format-json {option}".strip(), rule="pretty-format-json",
            module="pretty_format_json", types=("json",),
            arguments=("--autofix", *arguments), settings=f"[hygiene]\n{setting}\n",
            written=files("a.json", "", "{}", "{}\n", "{}\r\n", "[1]", "\ufeff{}\n", "{,}"),
            made=laid_out, rewrites=True, unsafe=True,
        )


SECTIONS = [
    Section(
        name="check-json", rule="check-json", module="check_json", types=("json",),
        written=files(
            "a.json", "", " ", "{}", "[1,]", '{"a": 1, "a": 2}', '{"a": 1, "\\u0061": 2}',
            "NaN", "-Infinity", "// c\n{}", b"\xef\xbb\xbf{}", "{}".encode("utf-16"),
            "{}".encode("utf-32"), b"\xff", '"\n"', '"\\ud800"', "1" * 4301, "[" * 20000,
            "1 2", "[" * 500 + "]" * 500,
        ) + files("a.geojson", "{}", "{") + files(".babelrc", "{}", "{"),
        made=soup("a.json", JSON, ['{"a": [1, {"b": null}], "c": "d\\n", "e": -1.5e3}\n']),
    ),
    *yaml_sections(),
    Section(
        name="check-toml", rule="check-toml", module="check_toml", types=("toml",),
        written=files("a.toml", "", "a = 1\na = 2\n", "[a]\n[a]\n", "a = {b = 1,}\n",
                      "a = 07:32\n", b"\xef\xbb\xbfa = 1\n", "a = {\n}\n", "a = \"\\e\"\n")
        + files("Pipfile", "a = 1\n", "a = \n") + files("poetry.lock", "a = \n"),
        made=soup("a.toml", TOML, [
            'a = 1\n[b.c]\nd = "e"\nf = [1, 2]\n[[g]]\nh = {i = 1}\n[[g]]\nh.j = 1979-05-27\n',
        ]),
    ),
    Section(
        name="check-xml", rule="check-xml", module="check_xml", types=("xml",),
        written=files(
            "a.xml", "", "<a/>", "<a>", "<a/><b/>", "<a b='1' b='2'/>", "<a>&b;</a>",
            " <?xml version='1.0'?><a/>", "<a xmlns:b='c'><b:d/><e:f/></a>",
            b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe4</a>", b"<a>\xe4</a>",
            "<?xml version='1.0' encoding='x'?><a/>", "<!DOCTYPE a SYSTEM 'b'><a>&c;</a>",
        ) + files("a.svg", "<svg/>", "<svg>") + files("a.csproj", "<a>"),
        made=document,
    ),
    *pretty_sections(),
    Section(
        name="sort-simple-yaml", rule="sort-simple-yaml", module="sort_simple_yaml",
        types=("yaml",),
        written=files("a.yaml", "", "# c\n", "b: 1\n\na: 2\n", "b: 1\na: 2\n", "a: 1 \n\nb: 2"),
        made=soup("a.yaml", [
            "# c\n", "a: 1\n", "b: 2\n", "'c': 3\n", '"d": 4\n', "\n", "\n", "  e: 5\n",
            "- x\n", " \n", "é: 1\n", "A: 1\r\n", "z\n", "\x0b\n", "\xa0\n", "\x1c\n",
        ], ["# top\n\n# of b\nb: 1\n\n'a': 2\nc: 3\n"]),
        rewrites=True, unsafe=True,
    ),
]
