"""Small files of every kind that is taken, with a planted author where a program would note one, and files made to do harm."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

AUTHOR = "Zqauthorqz"  # planted wherever a program notes who wrote: found nowhere in a copy
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARAGRAPHS = ("We welcome the draft rules.", "Article 4 does not say how long recordings are kept.")


def text_pdf(*lines: str, pages: int = 1) -> bytes:
    """A PDF with lines of text, far enough apart to be paragraphs, made by hand."""
    content = "BT /F1 12 Tf 60 760 Td 40 TL " + " ".join(f"({line}) Tj T*" for line in lines or PARAGRAPHS) + " ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in range(5, 5 + pages))}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream".encode(),
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    objects += [page] * pages
    made, places = io.BytesIO(b"%PDF-1.4\n"), []
    made.seek(0, io.SEEK_END)
    for number, one in enumerate(objects, start=1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    made.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    made.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return made.getvalue()


def telling_pdf() -> bytes:
    """A PDF whose author stands in its metadata, XMP, a note, a file within it, a script and the EXIF of a photo."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(text_pdf())))
    writer.add_metadata({"/Author": AUTHOR, "/Creator": AUTHOR, "/Title": AUTHOR})
    xmp = DecodedStreamObject()
    xmp.set_data(f"<x:xmpmeta><dc:creator>{AUTHOR}</dc:creator></x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    writer.add_attachment("notes.txt", AUTHOR.encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(f"app.alert('{AUTHOR}')"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    note = FreeText(text="a note", rect=(50, 550, 200, 650))
    note[NameObject("/T")] = TextStringObject(AUTHOR)
    writer.add_annotation(0, note)
    page: Any = writer.pages[0]
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): TextStringObject(AUTHOR)})
    photo = DecodedStreamObject()
    photo.set_data(telling_jpeg())
    photo.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")})
    photo[NameObject("/Filter")] = NameObject("/DCTDecode")
    page["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/I"): writer._add_object(photo)})
    writer.add_annotation(0, filled_in(writer))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def filled_in(writer: PdfWriter) -> DictionaryObject:
    """A field of a form: its look, its logic, and the name of who drew it."""
    look = DecodedStreamObject()
    look.set_data(b"BT (Filled in.) Tj ET")
    look.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    field = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Widget"), NameObject("/T"): TextStringObject(AUTHOR)}
    )
    field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    field[NameObject("/Rect")] = ArrayObject(map(NumberObject, (10, 10, 90, 30)))
    return field


def locked_pdf() -> bytes:
    """A PDF that opens with a password."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(text_pdf())))
    writer.encrypt("open sesame", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def scanned_pdf() -> bytes:
    """A PDF with a page and no text."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return made.getvalue()


def word_parts(*paragraphs: str) -> dict[str, bytes | str]:
    """The parts of a Word file that tells its author wherever Word does."""
    body = "".join(
        f'<w:p w:rsidR="00AB{number:04d}"><w:r><w:t>{one}</w:t></w:r></w:p>'
        for number, one in enumerate(paragraphs or PARAGRAPHS)
    )
    change = (
        f'<w:p><w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Added.</w:t></w:r></w:ins>'
        f'<w:del w:id="2" w:author="{AUTHOR}"><w:r><w:delText>Gone.</w:delText></w:r></w:del>'
        '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/x"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            '<Relationship Id="r2" Type="x" Target="docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{RELS}"><Relationship Id="c" Type="{OFFICE}/comments" Target="comments.xml"/>'
            f'<Relationship Id="t" Type="{OFFICE}/attachedTemplate" Target="file:///home/{AUTHOR}/a.dot" TargetMode="External"/>'
            f'<Relationship Id="h" Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
            "</Relationships>"
        ),
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}{change}</w:body></w:document>",
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="{AUTHOR}"/></w:comments>',
        "word/settings.xml": (
            f'<w:settings {W}><w:rsids><w:rsid w:val="{AUTHOR}"/></w:rsids><w:zoom w:percent="90"/></w:settings>'
        ),
        "docProps/core.xml": f"<p><creator>{AUTHOR}</creator></p>",
        "docProps/app.xml": f"<p><Company>{AUTHOR}</Company></p>",
        "customXml/item1.xml": f"<p>{AUTHOR}</p>",
        "word/media/image1.jpeg": telling_jpeg(),
        "word/media/image2.emf": AUTHOR.encode(),
    }


def word(*paragraphs: str) -> bytes:
    """A Word file."""
    return packed(word_parts(*paragraphs))


def open_document() -> bytes:
    """An OpenDocument text with author, note of the margin, tracked change and picture."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    note = f"<office:annotation><dc:creator>{AUTHOR}</dc:creator><text:p>aside</text:p></office:annotation>"
    change = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        f"<dc:creator>{AUTHOR}</dc:creator></office:change-info><text:p>Gone.</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>"
    )
    first, second = PARAGRAPHS
    body = f"{change}<text:h>{first}</text:h><text:p>Article 4{note} does<text:s/>not say how long recordings are kept.</text:p>"
    assert second.startswith("Article 4 does not")
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="{}"/>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
                "</office:document-content>"
            ),
            "styles.xml": f"<office:document-styles {names}/>",
            "meta.xml": f"<office:document-meta {names}><dc:creator>{AUTHOR}</dc:creator></office:document-meta>",
            "settings.xml": f"<office:document-settings {names}>{AUTHOR}</office:document-settings>",
            "Pictures/a.jpg": telling_jpeg(),
            "META-INF/manifest.xml": manifest.format("meta.xml") + "</m:manifest>",
        }
    )


def telling_jpeg() -> bytes:
    """A photo with its photographer in EXIF and in a comment."""
    picture, made = Image.new("RGB", (40, 30), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = AUTHOR, 6  # artist; the camera was turned
    picture.save(made, "JPEG", exif=exif, comment=AUTHOR.encode())
    return made.getvalue()


def telling_png() -> bytes:
    """A picture with an author in a text chunk."""
    made = io.BytesIO()
    Image.new("RGBA", (8, 8), (200, 10, 10, 128)).save(made, "PNG")
    plain = made.getvalue()
    chunk = b"tEXtAuthor\x00" + AUTHOR.encode()
    told = struct.pack("!I", len(chunk) - 4) + chunk + struct.pack("!I", zlib.crc32(chunk))
    return plain[:33] + told + plain[33:]


def bomb() -> bytes:
    """A Word file of a few kilobytes that unpacks to a hundred megabytes."""
    return packed({**word_parts(), "word/document.xml": b" " * 100_000_000})


def saved(folder: Path, name: str, content: bytes) -> Path:
    """A file of this content."""
    path = folder / name
    path.write_bytes(content)
    return path
