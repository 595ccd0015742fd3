"""A PDF as its objects, to be changed one by one and written again with a right table."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

_OBJECT = re.compile(rb"(?<![0-9])(\d+) +(\d+) +obj\b(.*?)\bendobj", re.DOTALL)
_ROOT = re.compile(rb"/Root\s+(\d+)\s+(\d+)\s+R")


@dataclass(slots=True)
class Objects:
    """The objects of a PDF by number, as the bytes between `obj` and `endobj`."""

    bodies: dict[int, bytes] = field(default_factory=dict)
    root: int = 1

    def write(self) -> bytes:
        """Return a PDF of them."""
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n")
        offsets: dict[int, int] = {}
        for number, body in sorted(self.bodies.items()):
            offsets[number] = out.tell()
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        start, size = out.tell(), max(self.bodies, default=0) + 1
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            kind = b"n" if number in offsets else b"f"
            out.write(b"%010d 00000 %s \n" % (offsets.get(number, 0), kind))
        out.write(b"trailer << /Size %d /Root %d 0 R >>\n" % (size, self.root))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()

    def add(self, body: bytes) -> int:
        """Add an object and return its number."""
        number = max(self.bodies, default=0) + 1
        self.bodies[number] = body
        return number


def objects_of(pdf: bytes) -> Objects:
    """Return the objects of a PDF that keeps none in streams, as the sources here do."""
    root = _ROOT.search(pdf)
    return Objects(
        bodies={int(found[1]): found[3].strip() for found in _OBJECT.finditer(pdf)},
        root=int(root[1]) if root else 1,
    )


def stream(data: bytes, entries: bytes = b"", *, is_packed: bool = False) -> bytes:
    """Return a stream object; packed, it says so."""
    if is_packed:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def one_page(
    content: bytes,
    resources: bytes = b"",
    others: Sequence[bytes] = (),
    *,
    page: bytes = b"/MediaBox [0 0 612 792]",
    catalog: bytes = b"",
) -> Objects:
    """Return a PDF of one page.

    Args:
        content: The object its content is in, a stream.
        resources: What stands in its resources.
        others: Further objects, from number 6 on; number 5 is the font /F.
        page: What its dictionary says besides.
        catalog: What the catalog says besides.
    """
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s "
        b"/Resources << /Font << /F 5 0 R >> %s >> >>" % (page, resources),
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        *others,
    ]
    return Objects(bodies=dict(enumerate(bodies, start=1)))
