"""Damage to a whole PDF: of its bytes, as disks and lines do it, and of its objects, as people do.

Each takes a generator of chance and a PDF, and returns another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.hostile.objects import Objects, objects_of

Damage = Callable[[Random, bytes], bytes]

_KEY_AND_VALUE = re.compile(
    rb"/([A-Za-z][A-Za-z0-9]*)\s*(\d+ \d+ R\b|-?[\d.]+|/[A-Za-z0-9]+|\([^)]*\)|\[[^\]<>]*\])"
)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")

VALUES = (
    b"null", b"true", b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"99999999999999999999",
    b"1e38", b"0.0000001", b"/Name", b"(text)", b"<>", b"<FEFF0041", b"[]", b"[0 0 0 0]", b"<< >>",
    b"[[[[[[[[]]]]]]]]", b"<< /A << /B << /C [ 1 2 3 ] >> >> >>", b"0 0 R", b"999999 0 R",
)  # fmt: skip
"""What is put in the place of a value: every type, and numbers no reader counts to."""

FILTERS = (
    b"/FlateDecode", b"/LZWDecode", b"/ASCII85Decode", b"/ASCIIHexDecode", b"/RunLengthDecode",
    b"/DCTDecode", b"/JPXDecode", b"/JBIG2Decode", b"/CCITTFaxDecode", b"/Crypt", b"/NoSuchFilter",
)  # fmt: skip

BOXES = (
    b"[0 0 1000000000 1000000000]", b"[0 0 0 0]", b"[0 0 -612 -792]", b"[612 792 0 0]",
    b"[0 0 14400 14400]", b"[0 0 200000 10]", b"[1e30 1e30 2e30 2e30]", b"[0 0 0.001 0.001]",
    b"[0 0 612]", b"[/A /B /C /D]",
)  # fmt: skip


def flip_bits(rng: Random, pdf: bytes) -> bytes:
    """One to a few hundred bits, anywhere."""
    data = bytearray(pdf)
    for _ in range(rng.choice((1, 3, 10, 40, 300))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def cut_short(rng: Random, pdf: bytes) -> bytes:
    """A download that ended early."""
    return pdf[: rng.randrange(1, len(pdf))]


def cut_out(rng: Random, pdf: bytes) -> bytes:
    """A stretch is missing."""
    start, length = _stretch(rng, pdf)
    return pdf[:start] + pdf[start + length :]


def copy_over(rng: Random, pdf: bytes) -> bytes:
    """A stretch stands in the place of another, or twice."""
    start, length = _stretch(rng, pdf)
    place = rng.randrange(len(pdf))
    return pdf[:place] + pdf[start : start + length] + pdf[place + rng.choice((0, length)) :]


def blank_out(rng: Random, pdf: bytes) -> bytes:
    """A stretch of zeros, ones or noise, as a bad sector gives."""
    start, length = _stretch(rng, pdf)
    filling = rng.choice((bytes(length), b"\xff" * length, rng.randbytes(length)))
    return pdf[:start] + filling + pdf[start + length :]


def repeat(rng: Random, pdf: bytes) -> bytes:
    """A stretch many times over."""
    start, length = _stretch(rng, pdf)
    part = pdf[start : start + min(length, 2000)]
    return pdf[:start] + part * rng.choice((10, 100, 500)) + pdf[start:]


def wrap(rng: Random, pdf: bytes) -> bytes:
    """Something before or after it: a mail's header, noise, another file."""
    noise = rng.choice((b"\n" * 900, b"HTTP/1.1 200 OK\r\n\r\n", rng.randbytes(1500), pdf))
    return noise + pdf if rng.random() < 0.5 else pdf + noise


def change_newlines(rng: Random, pdf: bytes) -> bytes:
    """Sent as text: every line ends otherwise."""
    old, new = rng.choice(((b"\n", b"\r\n"), (b"\r", b"\n"), (b"\x80", b"?"), (b"\x00", b"")))
    return pdf.replace(old, new)


def move_table(rng: Random, pdf: bytes) -> bytes:
    """The table of objects says that they are elsewhere."""

    def elsewhere(found: re.Match[bytes]) -> bytes:
        offset = rng.randrange(len(pdf) * 2) if rng.random() < 0.5 else int(found[1])
        return b"%010d %s" % (offset, found[2])

    return re.sub(rb"(\d{10}) (\d{5} n)", elsewhere, pdf)


def chain_tables(rng: Random, pdf: bytes) -> bytes:
    """The table is followed by itself, or by what is none."""
    start = pdf.rfind(b"xref\n0")
    before = rng.choice((start, 0, -1, len(pdf), 2**40))
    return pdf.replace(b"trailer <<", b"trailer << /Prev %d /XRefStm %d" % (before, before))


def change_values(rng: Random, pdf: bytes) -> bytes:
    """Values of other types, in a few places."""
    objects = objects_of(pdf)
    for _ in range(rng.choice((1, 1, 2, 5))):
        _change(rng, objects, _KEY_AND_VALUE, lambda m: b"/%s %s" % (m[1], rng.choice(VALUES)))
    return objects.write()


def cross_references(rng: Random, pdf: bytes) -> bytes:
    """Objects that point at others than they should, at themselves too."""
    objects = objects_of(pdf)
    numbers = list(objects.bodies)
    for _ in range(rng.choice((1, 2, 5, 20))):
        _change(rng, objects, _REFERENCE, lambda m: b"%d 0 R" % rng.choice(numbers))
    return objects.write()


def drop_objects(rng: Random, pdf: bytes) -> bytes:
    """Objects are missing, or stand in each other's places."""
    objects = objects_of(pdf)
    for _ in range(rng.choice((1, 2, 4))):
        one, other = (rng.choice(list(objects.bodies)) for _ in range(2))
        if rng.random() < 0.5 and len(objects.bodies) > 1:
            del objects.bodies[one]
        else:
            objects.bodies[one] = objects.bodies[other]
    return objects.write()


def change_filters(rng: Random, pdf: bytes) -> bytes:
    """Streams that are not packed as they say."""
    objects = objects_of(pdf)
    names = rb"/(?:%s)\b" % b"|".join(name[1:] for name in FILTERS)

    def other(_: re.Match[bytes]) -> bytes:
        return b" ".join(rng.choice(FILTERS) for _ in range(rng.choice((1, 1, 3))))

    _change(rng, objects, re.compile(names), other)
    return objects.write()


def change_lengths(rng: Random, pdf: bytes) -> bytes:
    """Streams that say they are longer or shorter than they are."""
    lengths = (0, -1, 1, 2**31 - 1, 2**31, 2**63, 10**30)
    objects = objects_of(pdf)
    _change(
        rng, objects, re.compile(rb"/Length (\d+)(?! 0 R)"),
        lambda m: b"/Length %d" % rng.choice((*lengths, int(m[1]) + 7)),
    )  # fmt: skip
    return objects.write()


def change_boxes(rng: Random, pdf: bytes) -> bytes:
    """Pages of no size, or of the size of a country."""
    objects = objects_of(pdf)
    further = rng.choice((b"", b" /UserUnit 100000", b" /Rotate 45", b" /CropBox [0 0 1 1]"))
    _change(
        rng, objects, re.compile(rb"/MediaBox\s*\[[^\]]*\]"),
        lambda _: b"/MediaBox " + rng.choice(BOXES) + further,
    )  # fmt: skip
    return objects.write()


def lie_about_pages(rng: Random, pdf: bytes) -> bytes:
    """More or fewer pages than there are, and pages that are there many times."""
    objects = objects_of(pdf)
    if rng.random() < 0.7:
        counts = (0, -1, 2, 1000, 4999, 5001, 2**31 - 1, 2**31)
        _change(
            rng, objects, re.compile(rb"/Count \d+"), lambda _: b"/Count %d" % rng.choice(counts)
        )
    else:
        times = rng.choice((3, 6001))
        _change(
            rng, objects, re.compile(rb"/Kids\s*\[([^\]]*)\]"),
            lambda m: b"/Kids [ %s ]" % (m[1] * times),
        )  # fmt: skip
        _change(rng, objects, re.compile(rb"/Count (\d+)"), lambda m: b"/Count %d" % times)
    return objects.write()


def _stretch(rng: Random, pdf: bytes) -> tuple[int, int]:
    length = min(len(pdf) - 1, rng.choice((1, 4, 30, 200, 3000, 20_000)))
    return rng.randrange(len(pdf) - length), length


def _change(
    rng: Random,
    objects: Objects,
    pattern: re.Pattern[bytes],
    into: Callable[[re.Match[bytes]], bytes],
) -> None:
    """Change one of the places where a pattern is found; leave all as it is where there is none."""
    places = [
        (number, found) for number, body in objects.bodies.items()
        for found in pattern.finditer(body.partition(b"stream\n")[0])
    ]  # fmt: skip
    if not places:
        return
    number, found = rng.choice(places)
    body = objects.bodies[number]
    objects.bodies[number] = body[: found.start()] + into(found) + body[found.end() :]


OF_BYTES: tuple[Damage, ...] = (
    flip_bits, flip_bits, flip_bits, cut_short, cut_out, copy_over, blank_out, repeat, wrap,
    change_newlines, move_table, chain_tables,
)  # fmt: skip
OF_STRUCTURE: tuple[Damage, ...] = (
    change_values, change_values, change_values, cross_references, cross_references, drop_objects,
    change_filters, change_lengths, change_boxes, lie_about_pages,
)  # fmt: skip
