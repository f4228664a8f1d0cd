"""What a file is, by its first octets (文件识别), and which kinds are taken for what."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

import filetype

from yichuang.phrases import Phrase

PDF, JPEG, PNG, TIFF = "application/pdf", "image/jpeg", "image/png", "image/tiff"
OFD = "application/ofd"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NAMES: Mapping[str, Phrase] = MappingProxyType({
    PDF: Phrase("PDF", "PDF"), JPEG: Phrase("JPG 图片", "JPEG"), PNG: Phrase("PNG 图片", "PNG"),
    TIFF: Phrase("TIFF 图片", "TIFF"), OFD: Phrase("OFD", "OFD"),
    DOCX: Phrase("Word（docx）", "Word (docx)"),
})  # fmt: skip
ENDINGS: Mapping[str, str] = MappingProxyType(
    {PDF: "pdf", JPEG: "jpg", PNG: "png", TIFF: "tif", OFD: "ofd", DOCX: "docx"}
)
SCANS = frozenset({PDF, JPEG, PNG, TIFF, OFD})
"""What scans of papers come as; OFD is the national format of fixed documents (GB/T 33190)."""
SHOWN = frozenset({PDF, JPEG, PNG})
"""What a browser shows by itself; the rest is saved."""


def sniff(content: bytes) -> str:
    """The media type of a content; empty where it is none of those known here."""
    found = filetype.guess_mime(content)
    if found == "application/zip":
        found = OFD if _has(content, "OFD.xml") else DOCX if _has(content, _DOCX_BODY) else found
    return found if found in NAMES else ""


_DOCX_BODY = "word/document.xml"


def _has(content: bytes, name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return name in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False
