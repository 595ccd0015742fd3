"""A cable forwarded inside an e-mail, as State's releases of 2010s mailboxes print it.

The mail's own rows and what its writers add stand above the cable; the case-number footer stands
at top and bottom of every page (domain.md, section 9).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.synthetic import words
from tests.synthetic.setting import Row
from tests.synthetic.truth import CableTruth, ReleaseTruth
from tests.synthetic.typed import Furniture

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
RULE = "----- Original Message -----"


def review(rng: Random) -> ReleaseTruth:
    """Invent the review a case-number footer tells of: no person is named."""
    return ReleaseTruth(
        decision="full",
        review_authority=None,
        reviewed_on=f"2015-{rng.randint(5, 9):02d}-{rng.randint(1, 28):02d}",
        case_id=f"F-2014-{rng.randrange(10_000, 99_999)}",
        document_number=f"C0{rng.randrange(5_000_000, 5_999_999)}",
        page_banner=None,
    )


def furniture(release: ReleaseTruth) -> Furniture:
    """Return the footer for head and foot of every page."""
    year, month, day = str(release.reviewed_on).split("-")
    line = (
        f"UNCLASSIFIED U.S. Department of State Case No. {release.case_id} "
        f"Doc No. {release.document_number} Date: {month}/{day}/{year}"
    )
    return Furniture(head=(("stamp", line),), foot=(("stamp", line),))


def mail_rows(
    cable: CableTruth, cable_rows: list[Row], rng: Random, *, replies: int = 0, indent: str = ""
) -> list[Row]:
    """Return an e-mail with a cable at its end.

    Args:
        cable: The cable, for the mail's date and subject.
        cable_rows: The cable as printed.
        rng: Draws the writers.
        replies: Mails that stand above the one that brought the cable.
        indent: What stands before each row of the cable.
    """
    rows = [Row(kind="stamp", text=f"{'':44}RELEASED IN FULL", before=1)]
    for nth in range(replies, 0, -1):
        rows += _mail(cable, rng, f"RE: {cable.subject}", hour=8 + nth, is_first=nth == replies)
        rows.append(Row(kind="relay", text=_remark(rng), before=1))
        rows.append(Row(kind="relay", text=RULE, before=2))
    rows += _mail(cable, rng, f"FW: {cable.subject}", hour=8, is_first=replies == 0)
    rows.append(Row(kind="relay", text="Worth your time.", before=1))
    quoted = [replace(row, text=indent + row.text) for row in cable_rows]
    return [*rows, replace(quoted[0], before=2), *quoted[1:]]


def _mail(cable: CableTruth, rng: Random, subject: str, *, hour: int, is_first: bool) -> list[Row]:
    year, month, day = (int(part) for part in cable.dtg[:10].split("-"))
    writer, reader, other = rng.sample(words.PEOPLE, 3)
    lines = (
        f"From: {_mailbox(writer)}",
        f"Sent: {rng.choice(DAYS)}, {words.MONTHS[month - 1]} {day}, {year} {hour}:12 AM",
        f"To: {_mailbox(reader)}",
        f"Cc: {_mailbox(other)}",
        f"Subject: {subject[:60]}",
    )
    return [Row(kind="relay", text=line, before=int(n == 0 and is_first)) for n, line in
            enumerate(lines)]  # fmt: skip


def _mailbox(name: str) -> str:
    first, last = name.split()
    return f"{last}, {first[0]} <{last}{first[0]}@mail.invalid>"


def _remark(rng: Random) -> str:
    return f"Thanks. Please tell {rng.choice(words.PEOPLE)} before the meeting on Thursday."
