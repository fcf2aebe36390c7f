import datetime

from typing import Literal


def read(name, kind="all", *, folder: str = "."):
    # ruleid: python.parameters
    sink(name)
    # ruleid: python.parameters
    sink(kind)
    # ruleid: python.parameters
    sink(folder + "/")


async def write(name, *parts, **options):
    # ruleid: python.parameters
    sink(f"{name}")
    # ruleid: python.parameters
    sink(parts[0])
    # ruleid: python.parameters
    sink(options["folder"])


class Job:
    def __init__(self, name, size=3):
        self.name = name
        self.size = size
        self.kind = "job"

    def run(self, command: "str | None" = None):
        # ruleid: python.parameters
        sink(self.name)
        # ruleid: python.parameters
        sink(command.strip())
        # ok: python.parameters
        sink(self.kind)
        # ok: python.parameters
        sink(self.size)
        # ok: python.parameters
        sink(self)

    @classmethod
    def make(cls):
        # ok: python.parameters
        sink(cls)


def number(x: int, y: "float | None" = None, z=0, *, loud=False, n: int = 3):
    # ok: python.parameters
    sink(x)
    # ok: python.parameters
    sink(y)
    # ok: python.parameters
    sink(z)
    # ok: python.parameters
    sink(loud)
    # ok: python.parameters
    sink(n)


def choice(
    day: datetime.date, mode: Literal["a", "b"], ids: list[int], low: float = 0.5
):
    # ok: python.parameters
    sink(day)
    # ok: python.parameters
    sink(mode)
    # ok: python.parameters
    sink(ids)
    # ok: python.parameters
    sink(low)


names = sorted(["b", "a"], key=lambda name: sink(name))


def constant(name):
    name = "a"
    # ok: python.parameters
    sink(name)


def counted(cursor, settings):
    # ok: python.parameters
    sink(cursor)
    # ok: python.parameters
    sink(settings.TABLE)
