import os
import pathlib
import shutil
import stat
import subprocess
import tarfile
import tempfile
import zipfile
from os import chmod as set_mode
from pathlib import Path as P
from shutil import unpack_archive as unpack_all
from tarfile import TarFile
from tarfile import open as open_tar

NO_MASK = 0
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


def permissions(path, key_path, command):
    # ruleid: python.umask-open
    os.umask(0)
    # ruleid: python.umask-open
    subprocess.run(command, umask=NO_MASK)
    # ok: python.umask-open
    os.umask(0o022)
    # ok: python.umask-open
    before = os.umask(0)
    os.umask(before)
    # ruleid: python.chmod-set-user
    os.chmod(path, 0o4755)
    # ruleid: python.chmod-set-user
    path.chmod(stat.S_ISUID | stat.S_IRWXU)
    # ok: python.chmod-set-user
    os.chmod(path, os.stat(path).st_mode & ~stat.S_ISUID)
    # ok: python.chmod-set-user
    os.chmod(path, 0o2755)
    # ruleid: python.chmod-readable-secret
    os.chmod("server.key", 0o644)
    # ruleid: python.chmod-readable-secret
    os.chmod(key_path.private_key, mode=0o444)
    # ruleid: python.chmod-readable-secret
    set_mode(os.path.join(path, "id_rsa"), 0o755)
    # ok: python.chmod-readable-secret
    os.chmod("server.key", 0o640)
    # ok: python.chmod-readable-secret
    os.chmod("server.crt", 0o644)
    # ruleid: python.open-without-mode
    os.open(path, os.O_WRONLY | os.O_CREAT)
    # ruleid: python.open-without-mode
    lock = os.open("app.lock", os.O_CREAT | os.O_EXCL | os.O_RDWR)
    # ok: python.open-without-mode
    os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    # ok: python.open-without-mode
    os.open(path, os.O_RDONLY)
    return lock


def races(path, name):
    # ruleid: python.access-then-open
    if os.access(name, os.R_OK):
        with open(name) as notes:
            notes.read()
    # ruleid: python.access-then-open
    if name and os.access(name, os.W_OK):
        notes = open(name, "w")
    # ok: python.access-then-open
    if os.access(path, os.R_OK):
        return notes
    # ok: python.access-then-open
    if os.access(path, os.R_OK):
        open(name).close()
    # ruleid: python.exists-then-create
    if not os.path.exists(name):
        with open(name, "w") as notes:
            notes.write("")
    # ruleid: python.exists-then-create
    if not path.exists():
        with open(path, "wb") as notes:
            notes.write(b"")
    # ok: python.exists-then-create
    if not os.path.exists(name):
        with open(name, "x") as notes:
            notes.write("")
    # ok: python.exists-then-create
    if os.path.exists(name):
        with open(name, "w") as notes:
            notes.write("")


def temporary(path):
    # ruleid: python.temporary-shared-folder
    os.makedirs("/tmp/reports", exist_ok=True)
    # ruleid: python.temporary-shared-folder
    P("/var/tmp/reports").mkdir(parents=True)
    # ruleid: python.temporary-shared-folder
    os.mkdir(os.path.join(tempfile.gettempdir(), "reports"))
    # ok: python.temporary-shared-folder
    os.makedirs("/srv/reports", exist_ok=True)
    # ok: python.temporary-shared-folder
    os.makedirs(os.path.join(tempfile.mkdtemp(), "reports"))
    # ruleid: python.temporary-joined-name
    open(os.path.join(tempfile.gettempdir(), "report.txt"), "w")
    report = os.path.join(tempfile.gettempdir(), "report.txt")
    # ruleid: python.temporary-joined-name
    with open(report, "wb") as stream:
        stream.write(b"")
    # ok: python.temporary-joined-name
    open(os.path.join(tempfile.gettempdir(), "report.txt"))
    # ok: python.temporary-joined-name
    open(os.path.join(tempfile.mkdtemp(), "report.txt"), "w")
