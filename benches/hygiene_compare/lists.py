"""Hooks over files of lines."""

from .section import Section, files, joined

REQUIREMENTS = [
    "a\n", "b==1\n", "B==2\n", "c>=1,<2\n", "c<=1\n", "a~=1.0\n", "# note\n",
    "\n", "  \n", "-r other.txt\n", "-e git+ssh://x/y#egg=zed\n", "d[extra]\n",
    "pkg-resources==0.0.0\n", "pkg_resources==0.0.0\n",
    "a ; python_version<'3'\n",
    "e==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n", "a",
    "f!=1\r\n",
    "https://x.org/y.zip?a=1&egg=abc\n", "  g\n", "#egg=x\n", "a # note\n",
    "--index-url https://x.org\n", "A\n", "b==1 # note\n", "é\n", "a===1\n",
    "a_b\n", "a-b\n", "a.b\n", "h \\\n# note\n", "i \\\n\n", ";x\n", "a\x0b\n",
]

LINES = [
    "a\n", "b\n", "A\n", "B\n", "\n", " \n", "a \n", " a\n", "ab\n", "a\r\n",
    "\r\n", "a", "é\n", "É\n", "1\n", "10\n", "2\n", "#\n", "_\n", "\x0b\n",
    "\ta\n", "\x0ca\n", "\u00a0\n", b"\xff\n", "a\rb\n",
]

NAMES = [
    "requirements.txt", "requirements/dev.txt", "my-constraints.txt",
    "requirements-dev.txt", "a/constraints_3.txt",
]

SECTIONS = [
    Section(
        name="requirements-txt-fixer", rule="requirements-txt-fixer",
        module="requirements_txt_fixer", types=("file",),
        written=files(
            "requirements.txt", "", "\n", "  \n\n", "a", "a\n", "b\na\n",
            "# top\n\nb\na\n", "# top\nb\na\n", "\n# top\n\nb\na\n",
            "b\n# end\n",
            "b\na\n# end", "# only\n", "# only\n\n", "# a\n\n# b\n\nc\n",
            "b==1\nb==1\n", "b==1\n# x\nb==1\n", "b==1\nb==2\n", "  a\n",
            "b\n  a\n",
            "a\nb\n\n", "\n\na\nb\n", "\nb\na\n", "b\n\na\n", "# top\n\n  a\n",
            "f<=2\nf>=1\nf==1\n", "f\nf-bar\nf_bar\nf.bar\n", "b\r\na\r\n",
            "pkg-resources==0.0.0\n", "pkg-resources==0.0.0", "a\\\nb\n",
        ),
        made=joined(NAMES, REQUIREMENTS, 7), rewrites=True,
    ),
    *(
        Section(
            name=f"file-contents-sorter {option}".strip(),
            rule="file-contents-sorter", module="file_contents_sorter",
            types=("file",), arguments=(f"--{option}",) if option else (),
            settings='[hygiene.file-contents-sorter]\nfiles = ["a.*"]\n'
            + (f"{option} = true\n" if option else ""),
            written=files("a.txt", "", "\n", "a", "b\na", "b\r\na\r\n",
                          "a\na\n"),
            made=joined(["a.txt", "a.lst"], LINES, 8), rewrites=True,
        )
        for option in ["", "unique", "ignore-case"]
    ),
]
