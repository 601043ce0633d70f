"""What becomes of a picture that somebody sends."""

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from gyoryu.common import files
from gyoryu.common.errors import BadInput


def jpeg(size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    target = io.BytesIO()
    picture = Image.new("RGB", size, "navy")
    picture.paste("orange", (0, 0, size[0] // 2, size[1]))
    picture.save(target, "JPEG", **more)
    return target.getvalue()


def png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100)))


def code_of(data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        files.clean_picture(data)
    assert refusal.value.field == "file"
    assert str(refusal.value)
    return refusal.value.code


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x010F] = "CANARY-CAMERA"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (18.0, 47.0, 0.0)
    return jpeg((60, 40), exif=exif, comment=b"CANARY-COMMENT")


def test_a_picture_is_turned_upright_and_loses_position_camera_and_comment() -> None:
    sent = with_position()
    assert b"CANARY-CAMERA" in sent
    clean = files.clean_picture(sent)
    assert (clean.width, clean.height) == (40, 60)
    assert clean.sha256 == hashlib.sha256(sent).hexdigest()
    for kept in (clean.data, clean.small):
        assert b"CANARY" not in kept
        with Image.open(io.BytesIO(kept)) as again:
            assert dict(again.getexif()) == {}
            assert set(again.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }


def test_a_large_picture_is_scaled_down_and_gets_a_thumbnail() -> None:
    clean = files.clean_picture(jpeg((4000, 3000)))
    assert (clean.width, clean.height) == (2048, 1536)
    with Image.open(io.BytesIO(clean.small)) as small:
        assert small.size == (480, 360)


def test_transparent_places_become_white() -> None:
    clean = files.clean_picture(png(Image.new("RGBA", (20, 20), (255, 0, 0, 0))))
    with Image.open(io.BytesIO(clean.data)) as again:
        assert again.convert("RGB").getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    assert files.clean_picture(png(Image.new(mode, (9, 7)))).width == 9


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_read_with_its_profile(mode: str) -> None:
    target = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new(mode, (9, 7)).save(target, "JPEG", icc_profile=profile)
    assert files.clean_picture(target.getvalue()).height == 7


def test_webp_is_read() -> None:
    target = io.BytesIO()
    Image.new("RGB", (12, 8)).save(target, "WEBP")
    assert files.clean_picture(target.getvalue()).width == 12


def test_a_broken_exif_block_does_not_cost_the_picture() -> None:
    data = jpeg(exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff")
    assert files.clean_picture(data).width == 60


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"hello", "not_a_picture"),
        (b"GIF89a" + bytes(40), "not_a_picture"),
        (b"%PDF-1.7\n" + bytes(40), "not_a_picture"),
        (bytes(4) + b"ftypheic" + bytes(40), "heic_picture"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg_picture"),
        (b"\xef\xbb\xbf <svg onload='x'/>", "svg_picture"),
        (b"<!DOCTYPE html><p>Sign in to the hotel's network", "not_a_picture"),
        (jpeg()[:300], "broken_picture"),
        (b"\xff\xd8\xff" + bytes(100), "broken_picture"),
        (jpeg() + b"<script>alert(1)</script>", "two_things_in_one"),
        (b"\xff\xd8\xff\xe0%PDF-1.4" + jpeg()[4:], "two_things_in_one"),
        (png_header(20_000, 20_000), "too_many_pixels"),
        (png_header(40_000, 10), "too_many_pixels"),
        (jpeg() + bytes(15 * 1024 * 1024), "file_too_large"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_picture_that_is_also_a_zip_is_refused() -> None:
    target = io.BytesIO(jpeg())
    target.seek(0, io.SEEK_END)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("hidden.txt", "hello")
    assert code_of(target.getvalue()) == "two_things_in_one"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_damaged_picture_ends_in_anything_but_a_picture_or_a_refusal(data: st.DataObject) -> None:
    sent = bytearray(data.draw(st.sampled_from([jpeg(), with_position(), png(Image.new("P", (16, 16)))])))
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(3, len(sent) - 1), st.integers(0, 255)), min_size=1, max_size=12)
    ):
        sent[place] = value
    try:
        clean = files.clean_picture(bytes(sent[: data.draw(st.integers(4, len(sent)))]))
    except BadInput:
        return
    assert clean.data.startswith(b"\xff\xd8\xff")


def test_a_stored_picture_has_its_content_as_name_and_is_nobody_elses_business(settings: Any) -> None:
    clean = files.clean_picture(jpeg())
    path = files.keep(clean)
    assert files.keep(clean) == path
    assert path == f"{hashlib.sha256(clean.data).hexdigest()[:2]}/{hashlib.sha256(clean.data).hexdigest()}.jpg"
    assert files.read(path) == clean.data
    assert files.read(files.small_path(path)) == clean.small
    assert (Path(settings.FILES_DIR) / path).stat().st_mode & 0o777 == 0o600
    files.forget(path)
    files.forget(path)
    assert [file for file in Path(settings.FILES_DIR).rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("path", ["../keys.json", "/etc/passwd", "ab/../../keys.json", "", "ab/" + "g" * 64 + ".jpg"])
def test_only_names_the_store_gave_out_are_read(path: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        files.read(path)
