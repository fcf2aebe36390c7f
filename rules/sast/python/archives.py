import csv
import gzip
import io
import os
import shutil
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path

import PIL.Image
import requests
from django.http import HttpResponse
from PIL import Image
from tarfile import fully_trusted_filter
from zlib import decompress

TRUSTED = "fully_trusted"


def unpack(name, folder, tar):
    # ruleid: python.tar-filter-off
    tar.extractall(folder, filter="fully_trusted")
    # ruleid: python.tar-filter-off
    tar.extract("a.txt", folder, filter=TRUSTED)
    # ruleid: python.tar-filter-off
    tar.extractall(filter=fully_trusted_filter)
    # ruleid: python.tar-filter-off
    tarfile.TarFile.extraction_filter = staticmethod(fully_trusted_filter)
    # ok: python.tar-filter-off
    tar.extractall(folder, filter="data")
    # ok: python.tar-filter-off
    tarfile.TarFile.extraction_filter = staticmethod(tarfile.data_filter)
    with tarfile.open(name) as archive:
        for member in archive:
            # ruleid: python.tar-extract-member
            archive.extract(member, folder)
        for member in archive:
            if not member.name.startswith(("/", "..")):
                # ok: python.tar-extract-member
                archive.extract(member, folder)
        # ok: python.tar-extract-member
        archive.extract("pyproject.toml", folder)
        # ok: python.tar-extract-member
        archive.extract(archive.next(), folder, filter="data")
    source = tarfile.open(name)
    for member in source.getmembers():
        # ruleid: python.tar-extract-member
        source.extract(member)


def copy(name, folder):
    with zipfile.ZipFile(name) as archive:
        for entry in archive.infolist():
            # ruleid: python.archive-member-path
            with open(os.path.join(folder, entry.filename), "wb") as target:
                target.write(archive.read(entry))
        for path in archive.namelist():
            target = Path(folder) / path
            # ruleid: python.archive-member-path
            with open(target, "wb") as stream:
                shutil.copyfileobj(archive.open(path), stream)
        for path in archive.namelist():
            target = os.path.join(folder, os.path.basename(path))
            # ok: python.archive-member-path
            with open(target, "wb") as stream:
                stream.write(archive.read(path))
        for path in archive.namelist():
            # ok: python.archive-member-path
            with open(os.path.join(folder, "log.txt"), "w") as stream:
                stream.write(path)


def copy_checked(name, folder):
    with zipfile.ZipFile(name) as archive:
        for path in archive.namelist():
            target = (Path(folder) / path).resolve()
            if not target.is_relative_to(folder):
                raise ValueError(path)
            # ok: python.archive-member-path
            with open(target, "wb") as stream:
                stream.write(archive.read(path))


def pictures(stream):
    # ruleid: python.image-bomb
    Image.MAX_IMAGE_PIXELS = None
    # ruleid: python.image-bomb
    PIL.Image.MAX_IMAGE_PIXELS = float("inf")
    # ruleid: python.image-bomb
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    # ok: python.image-bomb
    Image.MAX_IMAGE_PIXELS = 40_000_000
    # ok: python.image-bomb
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    return Image.open(stream)


def fetch(url, sock, request, block):
    # ruleid: python.decompress-unbounded
    gzip.decompress(request.body)
    # ruleid: python.decompress-unbounded
    decompress(sock.recv(65536))
    # ruleid: python.decompress-unbounded
    zlib.decompress(requests.get(url, timeout=10).content)
    # ok: python.decompress-unbounded
    zlib.decompressobj().decompress(request.body, 1 << 20)
    # ok: python.decompress-unbounded
    zlib.decompress(block)


def export(rows, name):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    # ok: python.csv-formulas
    writer.writerow(["name", "address"])
    for row in rows:
        # ruleid: python.csv-formulas
        writer.writerow(row)
    buffer = io.StringIO()
    lines = csv.DictWriter(buffer, ["name"])
    # ruleid: python.csv-formulas
    lines.writerows(rows)
    with open(name, "w") as stream:
        table = csv.writer(stream)
        # ok: python.csv-formulas
        table.writerows(rows)
    return response
