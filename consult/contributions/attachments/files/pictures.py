"""Pictures: whether they are whole, and the same picture without whatever was written beside it."""

import io
import struct
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from consult.contributions.attachments.files.kinds import JPEG
from consult.contributions.attachments.files.problems import Unfit

MOST_PIXELS = 40_000_000
QUALITY = 90
KEPT_IN_PNG = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
BLANK = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def check_picture(path: Path) -> None:
    """Raises Unfit for a picture that is broken, or so large that showing it would stop a small computer."""
    opened(path).close()


def opened(path: Path) -> Image.Image:
    """A picture, decoded whole."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours
    try:
        picture = Image.open(path, formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise Unfit("file_bomb")
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise Unfit("file_broken") from error
    return picture


def clean_picture(source: Path, target: Path, media_type: str) -> None:
    """Draw the picture anew: turned as its camera said, and with nothing but its pixels."""
    picture = ImageOps.exif_transpose(opened(source))
    mode = "RGB" if media_type == JPEG else picture.mode if picture.mode in ("L", "RGB", "RGBA", "1") else "RGBA"
    plain = picture.convert(mode)
    plain.info.clear()
    if media_type == JPEG:
        plain.save(target, "JPEG", quality=QUALITY, optimize=True)
    else:
        plain.save(target, "PNG", optimize=False)


def bare(data: bytes) -> bytes:
    """A JPEG or PNG within a document, its pixels untouched and everything else left out; of another kind, a blank one."""
    if data.startswith(b"\xff\xd8"):
        return bare_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _bare_png(data)
    return BLANK


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without comments and application segments, but for the one that says how its colours are meant (Adobe)."""
    made, at = io.BytesIO(), 2
    made.write(b"\xff\xd8")
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:  # from here on, pixels; what follows their end is left out
            end = data.rfind(b"\xff\xd9")
            made.write(data[at : end + 2 if end > at else len(data)])
            break
        is_adobe = marker == 0xEE and data[at + 4 : at + 9] == b"Adobe" and length == 14
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE) or is_adobe:
            made.write(data[at : at + 2 + length])
        at += 2 + length
    return made.getvalue()


def _bare_png(data: bytes) -> bytes:
    made, at = io.BytesIO(), 8
    made.write(data[:8])
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name in KEPT_IN_PNG:
            made.write(data[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            break
    return made.getvalue()
