import os
import shutil
import stat
import tarfile
import zipfile


def write(path, name):
    # ruleid: python.chmod-world-writable
    os.chmod(name, 0o777)
    # ruleid: python.chmod-world-writable
    path.chmod(0o666)
    # ruleid: python.chmod-world-writable
    os.chmod(name, stat.S_IRWXU | stat.S_IRWXO)
    # ok: python.chmod-world-writable
    os.chmod(name, 0o600)
    # ok: python.chmod-world-writable
    os.chmod(name, 0o755)
    # ok: python.chmod-world-writable
    os.chmod(name, stat.S_IRWXU)


def unpack(name, folder, members):
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
