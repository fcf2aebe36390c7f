import os
import pathlib
import shutil
import stat
import tarfile
import zipfile
from os import chmod as set_mode
from pathlib import Path as P
from shutil import unpack_archive as unpack_all
from tarfile import TarFile
from tarfile import open as open_tar

OPEN_TO_ALL = 0o777
NOTES = "/var/tmp/notes"


def write(path, name):
    # ruleid: python.chmod-world-writable
    os.chmod(name, 0o777)
    # ruleid: python.chmod-world-writable
    path.chmod(0o666)
    # ruleid: python.chmod-world-writable
    os.chmod(name, stat.S_IRWXU | stat.S_IRWXO)
    # ruleid: python.chmod-world-writable
    set_mode(name, 0o666)
    # ruleid: python.chmod-world-writable
    os.chmod(name, OPEN_TO_ALL)
    # ruleid: python.chmod-world-writable
    os.chmod(name, 511)
    # ruleid: python.chmod-world-writable
    os.chmod(name, mode=0x1FF)
    # ok: python.chmod-world-writable
    os.chmod(name, 0o1777)
    # ok: python.chmod-world-writable
    os.chmod(name, os.stat(name).st_mode & ~stat.S_IWOTH)
    # ok: python.chmod-world-writable
    os.chmod(name, 0o600)
    # ok: python.chmod-world-writable
    os.chmod(name, 0o755)
    # ok: python.chmod-world-writable
    os.chmod(name, stat.S_IRWXU)


def unpack(name, folder, members, given: TarFile):
    # ruleid: python.tar-extractall
    given.extractall(folder)
    # ruleid: python.tar-extractall
    unpack_all(name, folder)
    # ruleid: python.tar-extractall
    open_tar(name).extractall(folder)
    # ok: python.tar-extractall
    given.extractall(folder, members(given), numeric_owner=True)
    # ok: python.tar-extractall
    shutil.unpack_archive("data.zip", folder)
    # ok: python.tar-extractall
    shutil.unpack_archive(name, folder, filter="data")
    # ruleid: python.tar-extractall
    tarfile.open(name).extractall(folder)
    # ruleid: python.tar-extractall
    shutil.unpack_archive(name, folder)
    archive = tarfile.open(name)
    # ruleid: python.tar-extractall
    archive.extractall(folder)
    with tarfile.open(name) as tar:
        if folder:
            # ruleid: python.tar-extractall
            tar.extractall(path=folder)
        # ok: python.tar-extractall
        tar.extractall(folder, filter="data")
        # ok: python.tar-extractall
        tar.extractall(folder, members=members(tar))
    with zipfile.ZipFile(name) as packed:
        # ok: python.tar-extractall
        packed.extractall(folder)


def note(text, path, file):
    # ruleid: python.temporary-path
    with open("/tmp/notes.txt", "w") as notes:
        notes.write(text)
    # ruleid: python.temporary-path
    open(NOTES, mode="ab").close()
    # ruleid: python.temporary-path
    P("/tmp/notes").write_text(text)
    # ruleid: python.temporary-path
    pathlib.Path("/dev/shm/notes").open("w")
    # ok: python.temporary-path
    open("/tmp/notes.txt")
    # ok: python.temporary-path
    open("/tmp/notes.txt", "rb")
    # ok: python.temporary-path
    open(path, "w")
    # ok: python.temporary-path
    open("/template/notes", "w")
