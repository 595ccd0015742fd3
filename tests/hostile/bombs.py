"""PDFs that are right, or nearly, and made to take all time, all memory or all room there is.

Each takes a generator of chance and returns a small file.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable
from random import Random

from tests.hostile.objects import Objects, one_page, stream

Bomb = Callable[[Random], bytes]

MEGABYTE = 1 << 20

CANARY = "/cablehouse-canary"
"""A file no reader of a PDF has to do with."""


@functools.cache
def packed_blanks(megabytes: int, times: int) -> bytes:
    """Blanks, packed once or several times over: 1 GB in 1 MB, or in 4 kB."""
    packer = zlib.compressobj(9)
    block = b" " * MEGABYTE
    data = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def flate_bomb(rng: Random) -> bytes:
    """A page whose drawing inflates to gigabytes of nothing."""
    times = rng.choice((1, 2, 3))
    data = packed_blanks(rng.choice((64, 512)), times)
    filters = b"/Filter [%s]" % (b"/FlateDecode " * times)
    return one_page(stream(data, filters)).write()


def nested_filters(rng: Random) -> bytes:
    """A stream that says it is packed hundreds of times."""
    name = rng.choice((b"/FlateDecode ", b"/ASCIIHexDecode ", b"/RunLengthDecode ", b"/LZWDecode "))
    return one_page(stream(b"0", b"/Filter [%s]" % (name * rng.choice((50, 1000, 50_000))))).write()


def image_bomb(rng: Random) -> bytes:
    """An image that is large only as it says, or as it inflates."""
    width, height = rng.choice(
        ((20_000, 20_000), (9_000, 9_000), (1, 90_000_000), (70_000, 70_000), (2**31 - 1, 2))
    )
    bits, space = rng.choice(((1, b"/DeviceGray"), (8, b"/DeviceRGB"), (16, b"/DeviceCMYK")))
    data = packed_blanks(rng.choice((1, 64)), 1)
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d " % (
        width, height, bits,
    )  # fmt: skip
    image = stream(data, entries + b"/ColorSpace %s /Filter /FlateDecode" % space)
    draw = b"q 612 0 0 792 0 0 cm /Im Do Q\n" * rng.choice((1, 50))
    return one_page(stream(draw), b"/XObject << /Im 6 0 R >>", [image]).write()


def image_lie(rng: Random) -> bytes:
    """An image in a picture format whose data are none, or say another size."""
    name = rng.choice((b"/JBIG2Decode", b"/JPXDecode", b"/CCITTFaxDecode", b"/DCTDecode"))
    heads = {
        b"/JPXDecode": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\xff\x4f\xff\x51\x00\x2f\x00\x00",
        b"/DCTDecode": b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00",
        b"/JBIG2Decode": b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13\x7f\xff\xff\xff\x7f\xff",
        b"/CCITTFaxDecode": b"",
    }
    data = heads[name] + rng.randbytes(rng.choice((10, 3000)))
    width, height = rng.choice((1, 800, 9_000)), rng.choice((1, 800, 9_000))
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace "
        b"/DeviceGray /Filter %s /DecodeParms << /K -1 /Columns %d /Rows 1000000 >>"
        % (width, height, name, rng.choice((1, 10**6)))
    )
    draw = stream(b"q 612 0 0 792 0 0 cm /Im Do Q")
    return one_page(draw, b"/XObject << /Im 6 0 R >>", [stream(data, entries)]).write()


def many_operators(rng: Random) -> bytes:
    """A drawing of a million steps."""
    count = rng.choice((50_000, 1_000_000))
    step = rng.choice(
        (b"q ", b"0 0 m 9 9 l S ", b"1 0 0 1 0 0 cm ", b"0 0 9 9 re f ", b"BT ET ", b"W n ", b"[ ")
    )
    return one_page(stream(step * count, is_packed=True)).write()


def many_words(rng: Random) -> bytes:
    """A page with more words than a book."""
    count = rng.choice((5_000, 40_000, 200_000))
    words = b"".join(
        b"1 0 0 1 %d %d Tm (W%d) Tj " % (n * 37 % 590, n * 11 % 780, n) for n in range(count)
    )
    return one_page(stream(b"BT /F 4 Tf %s ET" % words, is_packed=True)).write()


def long_word(rng: Random) -> bytes:
    """A word of a million letters."""
    letter = rng.choice((b"A", b"-", b"(", b".", b"\\(", b"9"))
    letters = (b"\\" + letter if letter == b"(" else letter) * rng.choice((20_000, 1_000_000))
    return one_page(stream(b"BT /F 9 Tf 10 700 Td (%s) Tj ET" % letters, is_packed=True)).write()


def many_fonts(rng: Random) -> bytes:
    """Thousands of fonts, each asked for a letter."""
    count = rng.choice((500, 4_000))
    fonts = b" ".join(b"/F%d %d 0 R" % (n, n + 6) for n in range(count))
    draw = b"BT %s ET" % b" ".join(b"/F%d 9 Tf 3 0 Td (A) Tj" % n for n in range(count))
    bodies = [
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Font%d /FirstChar 0 /LastChar 255 >>" % n
        for n in range(count)
    ]
    pdf = one_page(stream(draw), b"", bodies)
    pdf.bodies[3] = pdf.bodies[3].replace(b"/F 5 0 R", fonts)
    return pdf.write()


def forms_in_forms(rng: Random) -> bytes:
    """Drawings that draw others ten times, which do so again: a billion in all."""
    depth, times = rng.choice(((9, 10), (30, 2), (200, 1), (3, 100)))
    space = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
    forms = [
        stream(
            b"/X Do " * times,
            space + b"/Resources << /XObject << /X %d 0 R >> >>" % (7 + n),
        )
        for n in range(depth)
    ]
    forms.append(stream(b"0 0 9 9 re f", space))
    return one_page(stream(b"/X Do"), b"/XObject << /X 6 0 R >>", forms).write()


def form_of_itself(rng: Random) -> bytes:
    """A drawing, a letter or a mask that draws itself."""
    space = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject "
    itself = rng.choice((b"<< /X 6 0 R >> >>", b"<< /X 4 0 R >> >>"))
    return one_page(
        stream(b"/X Do BT /F 9 Tf 10 700 Td (A) Tj ET /X Do", b"/Resources 3 0 R"),
        b"/XObject << /X 6 0 R >>",
        [stream(b"q /X Do Q /X Do", space + itself)],
    ).write()


def tiny_tiles(rng: Random) -> bytes:
    """A pattern of tiles so small that a page has billions."""
    step = rng.choice((b"0.001", b"0.00001", b"0", b"-1"))
    tile = stream(
        b"0 0 1 1 re f",
        b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep %s /YStep %s "
        b"/Resources << >>" % (step, step),
    )
    draw = stream(b"/Pattern cs /P scn 0 0 612 792 re f")
    return one_page(draw, b"/Pattern << /P 6 0 R >>", [tile]).write()


def deep_pages(rng: Random) -> bytes:
    """A tree of pages as deep as it is long."""
    depth = rng.choice((100, 1_000, 20_000))
    pdf = one_page(stream(b"BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET"))
    pdf.bodies[2] = b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>"
    for n in range(depth):
        kid = 7 + n if n < depth - 1 else 3
        pdf.bodies[6 + n] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (
            5 + n if n else 2, kid,
        )  # fmt: skip
    return pdf.write()


def deep_values(rng: Random) -> bytes:
    """Lists in lists in lists."""
    depth = rng.choice((500, 100_000))
    opened, closed = rng.choice(((b"[", b"]"), (b"<< /A ", b">>"), (b"(", b")")))
    pdf = one_page(stream(b"BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET"))
    pdf.bodies[3] = pdf.bodies[3].replace(b"/Type /Page ", b"/Type /Page /Deep 6 0 R ")
    pdf.bodies[6] = opened * depth + closed * depth
    pdf.bodies[1] = pdf.bodies[1].replace(b">>", b"/Names 6 0 R /Outlines 6 0 R >>")
    return pdf.write()


def many_notes(rng: Random) -> bytes:
    """A page under a hundred thousand notes."""
    count = rng.choice((1_000, 50_000))
    note = b"<< /Type /Annot /Subtype /%s /Rect [0 0 600 700] /IC [0 0 0] /C [0 0 0] >> " % (
        rng.choice((b"Square", b"Redact", b"Highlight", b"Stamp"))
    )
    draw = stream(b"BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET")
    return one_page(draw, page=b"/MediaBox [0 0 612 792] /Annots [%s]" % (note * count)).write()


def words_under_boxes(rng: Random) -> bytes:
    """Words, each under a box of its own, so that each has to be looked at."""
    count = rng.choice((200, 3_000))
    draw = b"".join(
        b"BT /F 7 Tf %d %d Td (SECRET) Tj ET %d %d 60 9 re f "
        % (n * 13 % 560, n * 7 % 780, n * 13 % 560, n * 7 % 780)
        for n in range(count)
    )
    return one_page(stream(draw, is_packed=True)).write()


def letters_without_end(rng: Random) -> bytes:
    """A table that gives every letter a meaning of thousands of letters."""
    meaning = b"0041" * rng.choice((100, 20_000))
    table = stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 1 beginbfrange <00> <FF> <%s> endbfrange endcmap end" % meaning
    )
    pdf = one_page(stream(b"BT /F 9 Tf 10 700 Td (%s) Tj ET" % (b"MEMO" * 100)), b"", [table])
    pdf.bodies[5] = pdf.bodies[5].replace(b">>", b"/ToUnicode 6 0 R >>")
    return pdf.write()


def object_streams(rng: Random) -> bytes:
    """Objects in streams that say they hold a billion, or go on in themselves."""
    count, first = rng.choice(((10**9, 10), (5, 10**9), (-1, -1), (3, 0)))
    pdf = one_page(stream(b"BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET"))
    entries = b"/Type /ObjStm /N %d /First %d /Extends 6 0 R" % (count, first)
    pdf.bodies[6] = stream(b"7 0 8 9 9 18 " * 50, entries)
    index = b"/Type /XRef /Size %d /W [1 %d 1] /Index [0 %d] /Root 1 0 R" % (
        rng.choice((9, 2**31 - 1)), rng.choice((2, 4, 2**30)), rng.choice((9, 10**9)),
    )  # fmt: skip
    pdf.bodies[7] = stream(bytes(36), index)
    text = pdf.write()
    start = text.rfind(b"7 0 obj")
    return text[: text.rfind(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % start


def encrypted(rng: Random) -> bytes:
    """A lock of a kind that there is not, or without a key."""
    pdf = one_page(stream(b"BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET")).write()
    lock = b"<< /Filter /Standard /V %d /R %d /O (%s) /U (%s) /P -1 /Length %d >>" % (
        rng.choice((0, 1, 5, 99)), rng.choice((2, 6, 99)), b"o" * 32, b"u" * 32,
        rng.choice((0, 40, 10**9)),
    )  # fmt: skip
    return pdf.replace(b"trailer <<", b"trailer << /Encrypt %s /ID [<00> <00>]" % lock)


def parser_bait(rng: Random) -> bytes:
    """Lines that look like every part of a cable at once, and never end."""
    bait = rng.choice(
        (
            b"TAGS: " + b"PREL, " * 40, b"REF: " + b"A. 78 HELSINKI 1 B. " * 20, b"-" * 150,
            b"1. (C) " * 30, b"INFO " + b"LOG-00 " * 40, b"FM AMEMBASSY " * 12, b"/" * 150,
            b"R 010000Z JAN 78 " * 8, b"E.O. 12958: DECL: " * 8, b". " * 100, b"SUBJ: " * 30,
            b"PAGE 01        STATE  123456  010000Z " * 4, b"B1 1.4(D) " * 20, b"9" * 150,
        )
    )  # fmt: skip
    rows = b"".join(b"(%s) ' " % bait for _ in range(rng.choice((60, 1_500))))
    lines = b"BT /F 6 Tf 7 TL 10 780 Td %s ET" % rows
    return one_page(
        stream(lines, is_packed=True),
        page=b"/MediaBox [0 0 1200 %d]" % rng.choice((792, 14_000)),
    ).write()


def traps(rng: Random) -> bytes:
    """Everything a PDF may ask a reader to do: run, fetch, open, write."""
    return trap_pdf("127.0.0.1:9", CANARY).write()


def trap_pdf(address: str, file: str) -> Objects:
    """A PDF that asks to connect to an address and to write or run a file.

    Args:
        address: Host and port.
        file: The file, absolute.
    """
    url, path = f"http://{address}/".encode(), file.encode()
    do = [
        b"<< /S /Launch /F (%s) /Win << /F (cmd.exe) /P (/c echo 1 > %s) >> >>" % (path, path),
        b"<< /S /URI /URI (%s) >>" % url,
        b"<< /S /JavaScript /JS (app.launchURL\\('%s'\\); this.exportDataObject\\(\\)) >>" % url,
        b"<< /S /GoToR /F (%s) /D [0 /Fit] >>" % path,
        b"<< /S /SubmitForm /F << /FS /URL /F (%s) >> >>" % url,
        b"<< /S /ImportData /F (%s) >>" % path,
    ]
    actions = b"/OpenAction 6 0 R /AA << /WC 7 0 R /DC 8 0 R >> "
    names = b"/Names << /JavaScript << /Names [(a) 8 0 R] >> /EmbeddedFiles << /Names [(a) 12 0 R] "
    xmp = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">'
        b'<!ENTITY h SYSTEM "%s">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&e;&h;</x:xmpmeta>' % url
    )
    annots = b" ".join(
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 600 700] /A %d 0 R >>" % (6 + n)
        for n in range(len(do))
    )
    pdf = one_page(
        stream(b"BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET"),
        b"/XObject << /Im 14 0 R >>",
        [
            *do,
            b"<< /Type /Filespec /F (../../../../../..%s) /UF (%s) /EF << /F 13 0 R >> >>"
            % (path, path),
            stream(b"written by a PDF", b"/Type /EmbeddedFile"),
            b"<< /Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace "
            b"/DeviceGray /Length 0 /F << /FS /URL /F (%s) >> >>\nstream\n\nendstream" % url,
            stream(xmp, b"/Type /Metadata /Subtype /XML"),
            stream(b"<xdp:xdp><script>%s</script></xdp:xdp>" % url),
        ],
        page=b"/MediaBox [0 0 612 792] /Annots [%s] /AA << /O 8 0 R /C 7 0 R >>" % annots,
        catalog=actions + names + b">> >> /Metadata 15 0 R /AcroForm << /XFA 16 0 R /Fields [] >>",
    )
    pdf.bodies[4] = stream(
        b"q 9 0 0 9 0 0 cm /Im Do Q BT /F 9 Tf 10 700 Td (MEMORANDUM) Tj ET",
        b"/F (%s) /FFilter /FlateDecode" % path if path.endswith(b"content") else b"",
    )
    return pdf


ALL: tuple[Bomb, ...] = (
    flate_bomb, nested_filters, image_bomb, image_bomb, image_lie, image_lie, image_lie,
    many_operators, many_words, long_word, many_fonts, forms_in_forms, form_of_itself, tiny_tiles,
    deep_pages, deep_values, many_notes, words_under_boxes, letters_without_end, object_streams,
    encrypted, parser_bait, parser_bait, traps,
)  # fmt: skip
