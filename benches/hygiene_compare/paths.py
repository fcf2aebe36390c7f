"""Hooks over names, modes, sizes and links: each case is a repository.

What the commit holds before the change is free of faults: of a fault that was
there before, hooks complain whenever the file changes, and we do not.
"""

import dataclasses
import json
import os
import pathlib
import subprocess
from collections.abc import Callable, Iterator
from random import Random

from .section import Outcome

PEER = pathlib.Path(__file__).with_name("peer_repository.py")

ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "a"), ("EMAIL", "a@example.org"))
    },
}


class Repository:
    """A repository to make a case of; what is done to it is its story."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.story: list[str] = []
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=ENVIRONMENT, check=True,
            capture_output=True, text=True,
        ).stdout

    def told(self, *words: object) -> None:
        self.story.append(" ".join(str(word) for word in words)[:60])

    def clear(self, path: str) -> pathlib.Path:
        place = self.folder / path
        if place.is_symlink() or place.is_file():
            place.unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def write(self, path: str, content: str = "x\n", mode: int = 0o644) -> None:
        self.told("write", path, repr(content[:20]), len(content), oct(mode))
        place = self.clear(path)
        place.write_text(content, newline="")
        place.chmod(mode)

    def link(self, path: str, target: str) -> None:
        self.told("link", path, target)
        self.clear(path).symlink_to(target)

    def remove(self, path: str) -> None:
        self.told("remove", path)
        (self.folder / path).unlink()

    def move(self, path: str, to: str) -> None:
        self.told("move", path, to)
        (self.folder / path).rename(self.clear(to))

    def submodule(self, path: str, commit: str = "1" * 40) -> None:
        self.told("submodule", path, commit[:4])
        (self.folder / path).mkdir(parents=True, exist_ok=True)
        self.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")

    def branch(self, name: str) -> None:
        self.told("branch", name)
        self.git("symbolic-ref", "HEAD", f"refs/heads/{name}")

    def commit(self) -> None:
        self.stage()
        self.git("commit", "--quiet", "--allow-empty", "--message=x")
        self.told("commit;")

    def detach(self) -> None:
        self.git("checkout", "--quiet", "--detach")
        self.told("detach")

    def stage(self) -> None:
        """What is on disk; the empty folder of a submodule stands for it."""
        self.git("add", "--all")

    def present(self) -> list[str]:
        found = (path for path in self.folder.rglob("*"))
        return sorted(
            str(path.relative_to(self.folder)) for path in found
            if ".git" not in path.parts and (path.is_symlink() or path.is_file())
        )

    def staged(self) -> list[str]:
        filters = "--diff-filter=ACMRTUXB"
        output = self.git("diff", "--staged", "--name-only", "-z", filters)
        return [path for path in output.split("\0") if path]


Situation = Callable[[Repository], None]


@dataclasses.dataclass
class RepositorySection:
    """A hook over staged changes."""

    name: str
    rule: str
    # None for a hook that fails whenever a file passes its filters.
    module: str | None
    written: list[Situation]
    made: Callable[[Repository, Random], None] | None = None
    types: tuple[str, ...] = ("file",)
    pattern: str = ""
    always: bool = False
    arguments: tuple[str, ...] = ()
    settings: str = ""

    def outcomes(
        self, folder: pathlib.Path, peer: str, binary: pathlib.Path,
        chance: Random, count: int,
    ) -> Iterator[Outcome]:
        repositories = []
        for situation in self.written:
            repositories.append(Repository(folder / str(len(repositories))))
            situation(repositories[-1])
            repositories[-1].stage()
        for _ in range(count if self.made else 0):
            repositories.append(Repository(folder / str(len(repositories))))
            self.made(repositories[-1], chance)
            repositories[-1].stage()
        configuration = folder / "sdf-hook.toml"
        configuration.write_text(self.settings)
        verdicts = self.judge(peer, repositories)
        for repository, theirs in zip(repositories, verdicts, strict=True):
            command = [binary, "run", "--select", self.rule, "--quiet"]
            command += ["--config", configuration]
            ours = subprocess.run(
                command, cwd=repository.folder, env=ENVIRONMENT,
                capture_output=True, check=False,
            )
            if ours.returncode not in (0, 1):
                raise SystemExit(f"{self.name}: {ours.stderr.decode()}")
            shown = ", ".join(repository.story)
            shown += f": theirs {theirs['code']} {theirs['output'][:200]!r}"
            shown += f", ours {ours.returncode} {ours.stdout.decode()[:200]!r}"
            yield Outcome(bool(theirs["code"]), bool(ours.returncode), None, shown)

    def judge(self, peer: str, repositories: list[Repository]) -> list[dict]:
        job = {
            "module": self.module,
            "arguments": self.arguments,
            "types": self.types,
            "pattern": self.pattern,
            "always": self.always,
            "repositories": [
                {"folder": str(it.folder), "files": it.staged()}
                for it in repositories
            ],
        }
        done = subprocess.run(
            [peer, PEER], input=json.dumps(job).encode(), env=ENVIRONMENT,
            stdout=subprocess.PIPE, check=True,
        )
        return json.loads(done.stdout)


def steps(*done: tuple) -> Situation:
    """The situation after `done`, each the name of a method and arguments."""

    def make(repository: Repository) -> None:
        for name, *arguments in done:
            getattr(repository, name)(*arguments)

    return make


def changes(
    paths: list[str], new: Callable[[Repository, str, Random], None],
    old_paths: list[str] | None = None,
    old: Callable[[Repository, str, Random], None] | None = None,
) -> Callable[[Repository, Random], None]:
    """Makes a commit of up to four of `old_paths`, made by `old`, and up to three
    changes of it, files made by `new`."""

    def has_room(repository: Repository, path: str) -> bool:
        place = repository.folder / path
        above = [it for it in place.parents if it.is_relative_to(repository.folder)]
        is_folder = place.is_dir() and not place.is_symlink()
        return not is_folder and all(
            it.is_dir() and not it.is_symlink() or not os.path.lexists(it) for it in above
        )

    def make(repository: Repository, chance: Random) -> None:
        first = old_paths or paths
        for path in chance.sample(first, min(len(first), chance.randint(0, 4))):
            if has_room(repository, path):
                (old or new)(repository, path, chance)
        repository.commit()
        for _ in range(chance.randint(1, 3)):
            present = repository.present()
            kind = chance.choice(["new", "new", "new", "remove", "move", "again"])
            path = chance.choice(paths)
            if kind == "remove" and present:
                repository.remove(chance.choice(present))
            elif kind == "move" and present:
                moved = chance.choice(present)
                if moved != path and has_room(repository, path):
                    repository.move(moved, path)
            elif kind == "again" and present:
                new(repository, chance.choice(present), chance)
            elif has_room(repository, path):
                new(repository, path, chance)

    return make


# Sizes round a limit of one KiB.
SIZES = [0, 10, 1023, 1024, 1025, 2000, 2048]
ATTRIBUTES = ["*.bin filter=lfs\n", "*.bin filter=lfs diff=lfs -text\n*.dat -filter\n",
              "sub/** filter=lfs\n", "/a.bin filter=lfs\n", "* filter=lfs\n*.txt !filter\n",
              "[attr]big filter=lfs\n*.dat big\n", "*.bin filter=crypt\n", "# nothing\n"]


def sized(repository: Repository, path: str, chance: Random) -> None:
    if path.endswith(".gitattributes"):
        repository.write(path, chance.choice(ATTRIBUTES))
    else:
        letters = chance.choices("abcdefgh \n", k=chance.choice(SIZES))
        repository.write(path, "".join(letters))


LARGE_PATHS = ["a.bin", "b.bin", "c.txt", "d.dat", "sub/a.bin", "sub/e.dat",
               ".gitattributes", "sub/.gitattributes", "sub/deep/f.bin"]
LARGE = [
    steps(("write", "a", "x" * 1024)),
    steps(("write", "a", "x" * 1025)),
    steps(("write", "a"), ("commit",), ("write", "a", "x" * 2000)),
    steps(("write", "a", "x" * 2000), ("commit",), ("move", "a", "b")),
    steps(("write", "a", "x" * 2000), ("commit",), ("write", "b", "x" * 2000)),
    steps(("write", "a.bin", "x" * 2000), ("write", ".gitattributes", ATTRIBUTES[0])),
    steps(("link", "a", "x" * 1500)),
]

NAMES = ["a", "A", "b", "B", "ab", "Ab", "aB"]
CASE_PATHS = [
    *NAMES, *(f"{one}/{two}" for one in NAMES[:4] for two in NAMES[:4]),
    *(f"{one}/{two}/{three}" for one in "aA" for two in "bB" for three in "xX"),
    "README.md", "readme.md", "Readme.md", "Makefile", "makefile",
]


def plain(repository: Repository, path: str, chance: Random) -> None:
    repository.write(path, f"{path} {chance.random()}\n" * chance.randint(1, 3))


CASE = [
    steps(("write", "a"), ("write", "A")),
    steps(("write", "a/x"), ("commit",), ("write", "A/y")),
    steps(("write", "a"), ("commit",), ("write", "A/y")),
    steps(("write", "a"), ("commit",), ("move", "a", "A")),
    steps(("write", "a"), ("write", "A"), ("commit",), ("write", "b")),
    steps(("write", "a"), ("write", "A"), ("commit",), ("remove", "a")),
    steps(("write", "ä"), ("write", "Ä")),
    steps(("write", "x"), ("commit",), ("link", "X", "x")),
    steps(("submodule", "library"), ("write", "Library")),
]

PARTS = ["a", "b.txt", "con", "CON", "Con.txt", "aux.tar.gz", "nul", "prn.", "com1",
         "COM9.x", "com", "com10", "lpt¹", "lpt0.txt", "console", "auxiliary", "a b",
         "a ", "a.", ".a", "..a", "a<b", "a>b", "a:b", 'a"b', "a\\b", "a|b", "a?b",
         "a*b", "a\tb", "a\x7fb", "ä", "a\u00a0", "a.txt", "x", "y", "z.py", "mod.rs"]
WINDOWS_PATHS = [
    *PARTS, *(f"{folder}/x" for folder in PARTS), *(f"s/{folder}/x" for folder in PARTS),
    *(f"d/{name}" for name in PARTS),
]
# pre-commit-hooks 6.0.0, .pre-commit-hooks.yaml
WINDOWS = (
    r"(?i)((^|/)(CON|PRN|AUX|NUL|COM[\d¹²³]|LPT[\d¹²³])(\.|/|$)"
    r'|[<>:\"\\|?*\x00-\x1F]|/[^/]*[\.\s]/|[^/]*[\.\s]$)'
)

SCRIPTS = ["#!/bin/sh\n", "#!/usr/bin/env python\nx = 1\n", "", "echo\n", " #!/bin/sh\n",
           "\ufeff#!/bin/sh\n", "#\n!", "\0\1\2", "a\0b", "#![no_std]\n", "#!", "#"]
SCRIPT_PATHS = ["a", "b.sh", "c.py", "d.txt", "e.png", "f.rs", "g.exe", "h.md", "bin/i",
                "j.js", "Makefile", "k.json", "l.toml", "m.unknown"]


def right(repository: Repository, path: str, chance: Random) -> None:
    content = chance.choice(SCRIPTS)
    repository.write(path, content, 0o755 if content.startswith("#!") else 0o644)


def script(repository: Repository, path: str, chance: Random) -> None:
    repository.write(path, chance.choice(SCRIPTS), chance.choice([0o644, 0o755]))


def scripts(mode: int) -> list[Situation]:
    return [
        steps(("write", name, content, mode))
        for name in SCRIPT_PATHS for content in SCRIPTS
    ]


TARGETS = ["a", "b", "d/c", "../a", "../d/c", ".", "..", "d", "d/", "a/", "a/b", "./a",
           "d/../a", "d/./c", "nowhere", "d/nowhere", "l", "m", "d/l", "/", "/nowhere",
           "../../../../../../../nowhere", "/dev/null"]
LINK_PATHS = ["a", "b", "d/c", "l", "m", "d/l", "d/e/n"]


def link(repository: Repository, path: str, chance: Random) -> None:
    if chance.random() < 0.6:
        repository.link(path, chance.choice(TARGETS))
    else:
        repository.write(path)


LINKS = [
    steps(("write", "a"), ("write", "d/c"), ("link", "l", target)) for target in TARGETS
]

ENDS = ["", "\n", "\r\n", " ", "\n\n", "\n\n\n", "x", "\x0b", "\u00a0"]


def restored(repository: Repository, path: str, chance: Random) -> None:
    if chance.random() < 0.5:
        repository.link(path, chance.choice("abc"))
    else:
        repository.write(path, chance.choice("abc") + chance.choice(ENDS))


DESTROYED = [
    steps(("link", "l", "target"), ("commit",), ("write", "l", f"{text}{end}"))
    for text in ("target", "other") for end in ENDS
]

TEST_PATHS = [
    f"{folder}{name}" for folder in ("tests/", "a/tests/", "tests/x/", "test/", "", "mytests/")
    for name in ("a.py", "a_test.py", "test_a.py", "tests.py", "_test.py", "conftest.py",
                 "__init__.py", "a_test.pyi", "a.txt", "test.py", "Test_a.py", ".py")
]


def tests(kind: str, *arguments: str) -> RepositorySection:
    return RepositorySection(
        f"name-tests-test {kind}", "name-tests-test", "tests_should_end_in_test",
        [steps(("write", path)) for path in TEST_PATHS],
        changes(TEST_PATHS, plain, ["a.py", "test/b.py", "c.txt"]),
        pattern=r"(^|/)tests/.+\.py$", arguments=arguments,
        settings=f"[hygiene]\ntest-names = '{kind}'\n",
    )


BRANCHES = ["main", "master", "topic", "feature/main", "main2", "Main", "release/1.0",
            "release-1", "a/b/c", "mainline"]
SUBMODULES = [
    steps(("submodule", "library")),
    steps(("submodule", "library"), ("commit",), ("write", "a")),
    steps(("submodule", "library"), ("commit",), ("submodule", "library", "2" * 40)),
    steps(("submodule", "library"), ("commit",), ("submodule", "library2", "2" * 40)),
    steps(("write", "a")),
]


def branches(kind: str, settings: str, *arguments: str) -> RepositorySection:
    return RepositorySection(
        f"no-commit-to-branch{kind}", "no-commit-to-branch", "no_commit_to_branch",
        [
            *(steps(("commit",), ("branch", name), ("write", "a")) for name in BRANCHES),
            *(steps(("branch", name)) for name in BRANCHES),
            steps(("commit",), ("detach",)),
        ],
        always=True, arguments=arguments, settings=f"[hygiene]\n{settings}\n",
    )


SECTIONS = [
    RepositorySection(
        "check-added-large-files", "check-added-large-files", "check_added_large_files",
        LARGE, changes(LARGE_PATHS, sized), arguments=("--maxkb=1",),
        settings="[hygiene]\nmax-file-kib = 1\n",
    ),
    RepositorySection(
        "check-added-large-files --enforce-all", "check-added-large-files",
        "check_added_large_files", LARGE, changes(LARGE_PATHS, sized),
        arguments=("--maxkb=1", "--enforce-all"),
        settings="[hygiene]\nmax-file-kib = 1\nenforce-all-large-files = true\n",
    ),
    RepositorySection(
        "check-case-conflict", "check-case-conflict", "check_case_conflict",
        CASE, changes(CASE_PATHS, plain, [it for it in CASE_PATHS if it.islower()]),
    ),
    RepositorySection(
        "check-illegal-windows-names", "check-illegal-windows-names", None,
        [steps(("write", path)) for path in WINDOWS_PATHS],
        changes(WINDOWS_PATHS, plain, ["a", "b.txt", "x", "d/y", "s/z.py", "ä"]),
        pattern=WINDOWS,
    ),
    RepositorySection(
        "check-executables-have-shebangs", "check-executables-have-shebangs",
        "check_executables_have_shebangs", scripts(0o755),
        changes(SCRIPT_PATHS, script, old=right),
        types=("text", "executable"),
    ),
    RepositorySection(
        "check-shebang-scripts-are-executable", "check-shebang-scripts-are-executable",
        "check_shebang_scripts_are_executable", scripts(0o644),
        changes(SCRIPT_PATHS, script, old=right), types=("text",),
    ),
    RepositorySection(
        "check-symlinks", "check-symlinks", "check_symlinks", LINKS,
        changes(LINK_PATHS, link), types=("symlink",),
    ),
    RepositorySection(
        "destroyed-symlinks", "destroyed-symlinks", "destroyed_symlinks", DESTROYED,
        changes(["l", "m", "n"], restored),
    ),
    RepositorySection(
        "forbid-new-submodules", "forbid-new-submodules", "forbid_new_submodules",
        SUBMODULES, types=("directory",),
    ),
    RepositorySection(
        "forbid-submodules", "forbid-submodules", None, SUBMODULES, types=("directory",),
    ),
    tests("pytest"),
    tests("pytest-test-first", "--pytest-test-first"),
    tests("django", "--django"),
    branches("", ""),
    branches(" --branch", "protected-branches = ['topic', 'feature/main']",
             "--branch", "topic", "-b", "feature/main"),
    branches(" --pattern", "protected-branch-patterns = ['release', '.*/b']",
             "--pattern", "release", "-p", ".*/b"),
]
