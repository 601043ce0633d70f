"""Private files, named by their content, and pictures made harmless.

A picture is read by its first bytes, never by its name; decoded within bounds; turned upright; and encoded anew from
its pixels alone, so that position, comments, trailers and anything hidden behind them are gone. Files live under
``settings.FILES_DIR`` (mode 0600) and are served by permission-checked views only.
"""

import hashlib
import io
import os
import re
import secrets
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from struct import error as StructError
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from gyoryu.common.errors import BadInput

MAX_UPLOAD: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 60_000_000  # a phone's 50-megapixel mode passes
MAX_SIDE: Final = 30_000
LONG_SIDE: Final = 2_048
THUMBNAIL_SIDE: Final = 480
MAX_PROFILE: Final = 64 * 1024
PICTURE_TYPE: Final = "image/jpeg"

_READABLE: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# What Pillow's decoders raise on bytes that are not what they say.
_BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError,
    StructError, zlib.error, MemoryError,
)  # fmt: skip
_MARKUP: Final = re.compile(rb"<script|<!doctype html|<html|<\?php|<svg", re.IGNORECASE)
_STORED_NAME: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}(?:\.[a-z]+)?\.jpg")


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture encoded anew: ``data`` is what is kept, ``small`` its thumbnail, ``sha256`` that of what was sent."""

    data: bytes
    small: bytes
    sha256: str
    width: int
    height: int
    content_type: str = PICTURE_TYPE


def sniff(data: bytes) -> str:
    """The media type by the first bytes; ``""`` when they are those of nothing we know."""
    head = data[:64]
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1") else "video/mp4"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        return "image/svg+xml" if b"svg" in data[:1024].lower() else "text/html"
    return ""


def clean_picture(data: bytes) -> CleanPicture:
    """The picture without anything but its pixels, upright, at most 2,048 long; BadInput says what to do instead."""
    if not data:
        raise BadInput("empty_file", _("This file is empty. Choose the picture again."), field="file")
    if len(data) > MAX_UPLOAD:
        raise too_large(len(data))
    kind = sniff(data)
    _refuse_unreadable(data, kind)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a damaged EXIF block, which is dropped
            picture = _decode(data, kind)
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        whole = _encode(picture, quality=85)
        size = picture.size
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
        small = _encode(picture, quality=80)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise BadInput(
            "broken_picture",
            _("This picture is damaged or arrived incomplete. Open it on the phone to check, then send it again."),
            field="file",
        ) from error
    return CleanPicture(whole, small, hashlib.sha256(data).hexdigest(), *size)


def too_large(size: int) -> BadInput:
    return BadInput(
        "file_too_large",
        _("This file has %(size)s MB; at most %(limit)s MB are taken. Send the picture in a smaller size."),
        field="file",
        size=round(size / 1024 / 1024),
        limit=MAX_UPLOAD // 1024 // 1024,
    )


def _too_many_pixels() -> BadInput:
    return BadInput(
        "too_many_pixels",
        _("This picture has more than %(limit)s million pixels. Send it in a smaller size."),
        field="file",
        limit=MAX_PIXELS // 1_000_000,
    )


def _refuse_unreadable(data: bytes, kind: str) -> None:
    if kind == "image/heic":
        raise BadInput(
            "heic_picture",
            _(
                "This is a HEIC picture. Set the phone's camera to “Most compatible” (JPEG), "
                "or send a screenshot of it."
            ),
            field="file",
        )
    if kind == "image/svg+xml":
        raise BadInput(
            "svg_picture",
            _("SVG drawings are not taken, because they can carry programs. Send a JPEG or PNG."),
            field="file",
        )
    if kind not in _READABLE:
        raise BadInput("not_a_picture", _("This is not a picture we can read. Send a JPEG, PNG or WebP."), field="file")
    if zipfile.is_zipfile(io.BytesIO(data)) or b"%PDF-" in data[:1024] or _MARKUP.search(data):
        raise BadInput(
            "two_things_in_one",
            _("This file is a picture and something else at once. Open it, save it again as JPEG and send that."),
            field="file",
        )


def _decode(data: bytes, kind: str) -> Image.Image:
    """Pixels in sRGB, upright, in a picture that has nothing else."""
    with Image.open(io.BytesIO(data), formats=[_READABLE[kind]]) as opened:
        width, height = opened.size
        if width < 1 or height < 1 or width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise _too_many_pixels()
        opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at a fraction of its size where that is enough
        opened.load()
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(_readable_exif(opened))
        return _only_pixels(upright, profile)


def _readable_exif(picture: Image.Image) -> Image.Image:
    """The picture, without its EXIF block when that cannot be read (it is dropped in any case)."""
    try:
        picture.getexif()
    except _BROKEN:
        bare = picture.copy()
        bare.info.clear()
        return bare
    return picture


def _only_pixels(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        sheet = Image.new("RGB", picture.size, "white")
        sheet.paste(picture, mask=picture.getchannel("A"))
        return sheet
    if profile and len(profile) <= MAX_PROFILE and picture.mode in ("RGB", "CMYK", "L"):
        picture = _in_srgb(picture, profile)
    sheet = Image.new("RGB", picture.size)
    sheet.paste(picture.convert("RGB"))
    return sheet


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return picture
    return changed or picture


def _encode(picture: Image.Image, *, quality: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    return target.getvalue()


# The store


def keep(picture: CleanPicture) -> str:
    """Write the picture and its thumbnail to the disk; the path under FILES_DIR, the same for the same content."""
    digest = hashlib.sha256(picture.data).hexdigest()
    path = f"{digest[:2]}/{digest}.jpg"
    _write(Path(settings.FILES_DIR) / small_path(path), picture.small)
    _write(Path(settings.FILES_DIR) / path, picture.data)
    return path


def small_path(path: str) -> str:
    """Where the thumbnail of the picture at ``path`` is."""
    return path.removesuffix(".jpg") + ".small.jpg"


def read(path: str) -> bytes:
    """The bytes at ``path``, which is one that ``keep`` gave out (or its ``small_path``)."""
    return _place(path).read_bytes()


def forget(path: str) -> None:
    """Remove a picture and its thumbnail; gone already is fine."""
    for each in (path, small_path(path)):
        _place(each).unlink(missing_ok=True)


def _place(path: str) -> Path:
    if not _STORED_NAME.fullmatch(path):
        raise ValueError(f"not the name of a stored file: {path!r}")
    return Path(settings.FILES_DIR) / path


def _write(target: Path, data: bytes) -> None:
    """All or nothing, and on the disk when it returns."""
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
