"""Pictures for docs/tour.md: taken on the way when GYORYU_PICTURES names a folder, else nothing happens."""

import io
import os
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page

COLOURS = 128


def take(page: Page, name: str, *, at: str = "") -> None:
    """``name``.png of the window as it is, scrolled so that ``at`` (a selector) is at its top."""
    folder = os.environ.get("GYORYU_PICTURES")
    if not folder:
        return
    page.evaluate("document.fonts.ready")
    if at:
        page.locator(at).first.evaluate("it => it.scrollIntoView({block: 'start'})")
    else:
        page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    flat = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(target / f"{name}.png", optimize=True)


def photo() -> bytes:
    """A drawn photo of a school house: nobody real is on it."""
    image = Image.new("RGB", (1200, 800), "#bcd7ee")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 1200, 800), fill="#7fa66a")
    draw.rectangle((250, 300, 950, 620), fill="#d9c7a3")
    draw.polygon([(220, 300), (600, 130), (980, 300)], fill="#8a4b3a")
    for column in range(5):
        draw.rectangle((300 + column * 130, 360, 370 + column * 130, 450), fill="#4d6a85")
    draw.rectangle((560, 480, 640, 620), fill="#5b3a29")
    written = io.BytesIO()
    image.save(written, "JPEG", quality=85)
    return written.getvalue()
