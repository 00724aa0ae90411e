"""Bytes to characters (R9). Knows encodings, and how feeds lie about them."""

import codecs
import re
from collections.abc import Iterator

SNIFFED = 1_024
"""Bytes in which an XML declaration is looked for."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose mark begins like it."""
_SHAPES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
"""How a document without a mark begins in encodings of two and four bytes (XML 1.0, appendix F)."""
_SUPERSETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
"""Declared -> meant, as browsers read it: the larger set holds what the smaller one cannot."""
_REFUSED = frozenset(
    ["utf-7", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "undefined", "idna", "punycode"]
)
"""Never taken on a declaration's word: UTF-7 smuggles markup, Unicode's others would have shown in the first bytes,
and the last three raise on what they cannot read, even where asked to replace it."""
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_XML_DECLARATION = re.compile(r"\ufeff?\s*<\?xml\s[^>]{0,200}\?>")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(body: bytes, content_type: str) -> str:
    """Return the text of `body` without NUL, byte order mark, XML declaration and lone surrogates. Never raises.

    Order: byte order mark, header, XML declaration, UTF-8, each if all of it decodes; else the first that was
    declared, with U+FFFD where it fails, and where nothing was declared UTF-8 or windows-1252, whichever fails less.
    """
    text = _decoded(body, content_type).replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _SURROGATES.sub("\ufffd", text)
    declaration = _XML_DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].removeprefix("\ufeff")


def _decoded(body: bytes, content_type: str) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for shape, encoding in _SHAPES:
        if body.startswith(shape):
            return body.decode(encoding, "replace")
    candidates = list(_candidates(body, content_type))
    for encoding in (*candidates, "utf-8"):
        try:
            return body.decode(encoding)
        except (UnicodeError, ValueError):
            continue
    return _salvaged(body, candidates)


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    """Yield the declared encodings that exist here, header first; UTF-8 before what is only a server's default."""
    header = _HEADER.search(content_type)
    declared = _DECLARED.match(body[:SNIFFED])
    names = [_known(header[1]) if header else "", _known(declared[1].decode("ascii")) if declared else ""]
    if names[0] == "cp1252":
        # Servers send iso-8859-1 for all they do not know; bytes that read as UTF-8 are UTF-8.
        yield "utf-8"
    for name in names:
        if name:
            yield name


def _known(name: str) -> str:
    """Return the codec to use for a declared name; "" for one that does not exist or is refused."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return "" if found.name in _REFUSED or not is_text else _SUPERSETS.get(found.name, found.name)


def _salvaged(body: bytes, candidates: list[str]) -> str:
    """Decode what no encoding decodes whole: stray bytes in UTF-8 stay few, in windows-1252 nearly all is legal."""
    for encoding in candidates:
        if encoding not in ("utf-8", "cp1252"):
            return body.decode(encoding, "replace")
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    return text if 2 * broken < beyond_ascii else body.decode("cp1252", "replace")
