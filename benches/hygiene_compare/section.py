"""What a section of the comparison is, and how one of files is judged."""

import dataclasses
import json
import pathlib
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from random import Random

PEER = pathlib.Path(__file__).with_name("peer.py")


@dataclasses.dataclass
class Outcome:
    """What both sides say of a case."""

    peer_fails: bool
    ours_fails: bool
    # Whether both rewrite to the same bytes; None where neither does.
    same_fix: bool | None
    # The case in a line, for a reader.
    shown: str

    @property
    def agrees(self):
        return self.peer_fails == self.ours_fails


@dataclasses.dataclass
class Case:
    """A file to judge."""

    name: str
    content: bytes
    executable: bool = False


@dataclasses.dataclass
class Section:
    """A hook over files, each judged alone.

    Another kind of section needs a `name` and `outcomes` with the same
    parameters: an empty folder, the peer's Python, our binary, a source of
    chance and how many cases to make by it.
    """

    name: str
    # Our rule and the peer's module, `pre_commit_hooks.` left out.
    rule: str
    module: str
    # Cases written by hand, then those made by chance.
    written: Iterable[Case]
    made: Callable[[Random], Case] | None = None
    # The filters of the hook's manifest: tags that a file must have.
    types: tuple[str, ...] = ("text",)
    arguments: tuple[str, ...] = ()
    settings: str = ""
    rewrites: bool = False
    # Whether what the hook rewrites can change what a file means.
    unsafe: bool = False

    def outcomes(
        self, folder: pathlib.Path, peer: str, binary: pathlib.Path,
        chance: Random, count: int
    ) -> Iterator[Outcome]:
        cases = list(self.written)
        if self.made:
            cases += [self.made(chance) for _ in range(count)]
        # Some hooks ask git whether a merge is under way.
        subprocess.run(["git", "init", "-q", folder / "theirs"], check=True)
        for number, case in enumerate(cases):
            path = folder / "theirs" / str(number) / case.name
            path.parent.mkdir(parents=True)
            path.write_bytes(case.content)
            path.chmod(0o755 if case.executable else 0o644)
        shutil.copytree(
            folder / "theirs", folder / "ours",
            ignore=shutil.ignore_patterns(".git"),
        )
        (folder / "sdf-hook.toml").write_text(self.settings)
        found = self.scan(folder, binary)
        if self.rewrites:
            self.scan(folder, binary, "--fix",
                      *(["--unsafe-fixes"] if self.unsafe else []))
        judged = self.judge(folder, peer, [f"{at}/{case.name}" for at,
                                           case in enumerate(cases)])
        for number, (case, verdict) in enumerate(zip(cases, judged,
                                                     strict=True)):
            place = f"{number}/{case.name}"
            theirs = (folder / "theirs" / place).read_bytes()
            ours = (folder / "ours" / place).read_bytes()
            same_fix = None
            if self.rewrites and not verdict["crash"]:
                rewritten = theirs != case.content or ours != case.content
                same_fix = theirs == ours if rewritten else None
            ours_fails = place in found
            shown = f"{case.name} {case.content[:300]!r}: "
            if same_fix is False:
                shown += f"theirs {theirs[:300]!r}, ours {ours[:300]!r}"
            else:
                said = verdict["output"].strip()[-200:]
                shown += f"theirs {verdict['code']} {said!r}, "
                shown += f"ours {found.get(place)}"
            yield Outcome(bool(verdict["code"]), ours_fails, same_fix, shown)

    def scan(self, folder: pathlib.Path, binary: pathlib.Path,
             *more: str) -> dict[str, list[str]]:
        """Our findings by file."""
        command = [binary, "scan", "--no-ignore", "--no-suppressions",
                   "--format", "jsonl"]
        command += ["--select", self.rule, "--config",
                    folder / "sdf-hook.toml", *more]
        done = subprocess.run(command, cwd=folder / "ours",
                              capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{self.name}: {done.stderr.decode()}")
        found: dict[str, list[str]] = {}
        for line in done.stdout.splitlines():
            finding = json.loads(line)
            place = finding["path"].removeprefix("./")
            found.setdefault(place, []).append(finding["message"])
        return found

    def judge(self, folder: pathlib.Path, peer: str,
              names: list[str]) -> list[dict]:
        """The peer's verdicts, in order; rewrites the files."""
        job = {
            "module": self.module,
            "arguments": self.arguments,
            "types": self.types,
            "files": names,
        }
        done = subprocess.run(
            [peer, PEER], cwd=folder / "theirs",
            input=json.dumps(job).encode(),
            stdout=subprocess.PIPE, check=True,
        )
        return json.loads(done.stdout)


def files(name: str, *contents: bytes | str) -> list[Case]:
    """A case for each of `contents`, all of the same name."""
    return [
        Case(name, content.encode() if isinstance(content, str) else content)
        for content in contents
    ]


def joined(names: list[str], pieces: list[bytes | str],
           most: int) -> Callable[[Random], Case]:
    """Makes files of up to `most` of `pieces`."""
    parts = [piece.encode() if isinstance(piece,
                                          str) else piece for piece in pieces]

    def make(chance: Random) -> Case:
        content = b"".join(chance.choices(parts, k=chance.randint(0, most)))
        return Case(chance.choice(names), content)

    return make
