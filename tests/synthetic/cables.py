"""Invented cables: a seed and an era in, the truth of one cable out, the same on any machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.synthetic import words
from tests.synthetic.truth import (
    AddresseeTruth,
    CableTruth,
    Era,
    OfficeTruth,
    ParagraphTruth,
    ReferenceTruth,
)

YEARS = {
    Era.SEVENTIES: (1974, 1979),
    Era.NINETIES: (1988, 1994),
    Era.TWO_THOUSANDS: (2006, 2011),
}

CLASSIFICATIONS = {
    Era.SEVENTIES: ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET"),
    Era.NINETIES: ("UNCLASSIFIED", "CONFIDENTIAL"),
    Era.TWO_THOUSANDS: ("UNCLASSIFIED", "UNCLASSIFIED", "CONFIDENTIAL", "SECRET"),
}

PORTION = {"CONFIDENTIAL": "C", "SECRET": "S"}

PRECEDENCES = ("ROUTINE", "ROUTINE", "PRIORITY", "IMMEDIATE")

FIRST_MONTH = 2
"""No cable is sent in January: a REF without a year would then be open to doubt."""


def make_cable(
    seed: int,
    era: Era,
    *,
    section_count: int = 1,
    year: int | None = None,
    classification: str | None = None,
) -> CableTruth:
    """Invent a cable. The same arguments always give the same cable.

    Args:
        seed: Any number; each gives another cable.
        era: When it was sent.
        section_count: Sections it is sent in; longer cables for more sections.
        year: The year it was sent in, where the era's own choice will not do.
        classification: Its classification, where the era's own choice will not do.
    """
    rng = Random(f"cable/{era}/{seed}")
    place = rng.choice(words.PLACES)
    sent = _instant(rng, era, year)
    drawn = rng.choice(CLASSIFICATIONS[era])
    classification = classification or drawn
    serial = rng.randrange(120, 9800)
    filed = sent + timedelta(minutes=rng.randrange(2, 45))
    # The dash line carries a filing time only from December 1976 on (domain.md, relay layer).
    has_filed = sent >= datetime(1976, 12, 1, tzinfo=UTC)
    precedence = rng.choice(PRECEDENCES)
    order, declassify_raw, declassify_on = _order(rng, era, sent, classification)
    is_signed_off = era is Era.TWO_THOUSANDS and classification in PORTION
    refs = _references(rng, era, place.post, sent.year, serial)
    offices = _distribution(rng, era)
    cable = CableTruth(
        mrn=f"{sent.year % 100:02d} {place.post} {serial}",
        year=sent.year,
        post=place.post,
        serial=serial,
        dtg=sent.strftime("%Y-%m-%dT%H:%M:00Z"),
        dtg_raw=f"{sent:%d%H%M}Z {words.MONTHS[sent.month - 1][:3].upper()} {sent.year % 100:02d}",
        precedence=precedence,
        info_precedence="ROUTINE" if precedence != "ROUTINE" and rng.random() < 0.4 else None,
        originator=f"AMEMBASSY {place.post}",
        addressees=_addressees(rng, era, place.post, precedence),
        classification=classification,
        captions=_captions(rng, era, classification),
        passing_instructions=("DEPARTMENT FOR EB/TRA",) if era is Era.NINETIES else (),
        executive_order=order,
        declassify_raw=declassify_raw,
        declassify_on=declassify_on,
        classified_by=f"{rng.choice(words.PEOPLE)}, DCM" if is_signed_off else None,
        classification_reasons=("1.4(B)", "1.4(D)") if is_signed_off else (),
        tags=(*rng.sample(words.SUBJECT_TAGS[era], rng.randrange(1, 4)), place.tag),
        subject=f"{place.post.title()}: {' and the '.join(rng.sample(words.TOPICS, 2)).title()}",
        refs=refs,
        distribution=offices,
        distribution_total=sum(office.copies for office in offices),
        distribution_letter="W",
        relay_counter=_counter(rng, era),
        filed_raw=f"{filed:%d%H%M}Z" if has_filed else None,
        section_count=section_count,
        paragraphs=_paragraphs(rng, era, classification, bool(refs), 5 * section_count),
        signature=rng.choice(words.PEOPLE).split()[-1].upper(),
        era=era,
        received_raw=f"{filed:%d%H%M}Z",
    )
    return cable if era is Era.TWO_THOUSANDS else _in_capitals(cable)


def _instant(rng: Random, era: Era, year: int | None) -> datetime:
    first, last = YEARS[era]
    drawn = rng.randint(first, last)
    day = date(year or drawn, rng.randint(FIRST_MONTH, 12), rng.randint(1, 28))
    return datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60), tzinfo=UTC)


def _order(
    rng: Random, era: Era, sent: datetime, classification: str
) -> tuple[str, str, str | None]:
    """Return the order in force on that day, what follows it in print, and the date in that."""
    classified = classification in PORTION
    if era is Era.NINETIES:
        return "12356", "DECL: OADR" if classified else "N/A", None
    if era is Era.TWO_THOUSANDS:
        until = sent.date().replace(year=sent.year + 10)
        order = "13526" if sent.year >= 2010 else "12958"
        if not classified:
            return order, "N/A", None
        return order, f"DECL: {until:%m/%d/%Y}", until.isoformat()
    if sent.year < 1979:
        return "11652", "GDS" if classified else "N/A", None
    until = sent.date().replace(year=sent.year + 6)
    first, last = rng.choice(words.PEOPLE).upper().split()
    if not classified:
        return "12065", "N/A", None
    day = f"{until.month}/{until.day}/{until.year % 100:02d}"
    return "12065", f"GDS {day} ({last}, {first}) OR-M", until.isoformat()


def _addressees(rng: Random, era: Era, post: str, precedence: str) -> tuple[AddresseeTruth, ...]:
    department = AddresseeTruth(
        role="action",
        plain_language_address="SECSTATE WASHDC",
        precedence=precedence if precedence != "ROUTINE" and rng.random() < 0.5 else None,
        continuity_number=str(rng.randrange(1000, 9900)),
    )
    others = [place.post for place in words.PLACES if place.post != post]
    posts = [f"AMEMBASSY {name}" for name in rng.sample(others, rng.randrange(2, 5))]
    agencies = rng.sample(words.AGENCIES[era], rng.randrange(1, len(words.AGENCIES[era]) + 1))
    numbered = era is not Era.SEVENTIES
    info = tuple(
        AddresseeTruth(
            role="info",
            plain_language_address=address,
            continuity_number=f"{rng.randrange(100, 9900):04d}"
            if numbered and rng.random() < 0.3
            else None,
        )
        for address in (*posts, *agencies)
    )
    return (department, *info)


def _captions(rng: Random, era: Era, classification: str) -> tuple[str, ...]:
    if era is Era.TWO_THOUSANDS:
        return ("SENSITIVE", "SIPDIS") if classification == "UNCLASSIFIED" else ("SIPDIS",)
    if era is Era.SEVENTIES and classification in PORTION and rng.random() < 0.5:
        return (rng.choice(("LIMDIS", "EXDIS")),)
    return ()


def _references(
    rng: Random, era: Era, post: str, year: int, serial: int
) -> tuple[ReferenceTruth, ...]:
    """Invent up to three references; early ones print no year, so theirs is the cable's own."""
    count = rng.randrange(4)
    cited = [("STATE", rng.randrange(10_000, 300_000)), (post, rng.randrange(20, serial))]
    cited.append((rng.choice(words.PLACES).post, rng.randrange(20, 5000)))
    back = 1 if era is Era.TWO_THOUSANDS else 0
    labels = "ABC" if count > 1 else (None,)
    return tuple(
        ReferenceTruth(label=label, mrn=f"{(year - rng.randint(0, back)) % 100:02d} {name} {no}")
        for label, (name, no) in zip(labels, cited[:count], strict=False)
    )


def _distribution(rng: Random, era: Era) -> tuple[OfficeTruth, ...]:
    pool = words.INFO_OFFICES[era]
    if era is Era.SEVENTIES:
        names, most, listed_only = rng.sample(pool, rng.randrange(12, len(pool))), 15, 0.2
    elif era is Era.NINETIES:
        names, most, listed_only = rng.sample(pool, rng.randrange(12, len(pool))), 2, 0.6
    else:
        names, most, listed_only = rng.sample(pool, rng.randrange(28, len(pool))), 2, 0.8
    lead = OfficeTruth(
        role="action",
        office=rng.choice(words.ACTION_OFFICES[era]),
        copies=0 if era is Era.TWO_THOUSANDS else rng.randrange(5, 16),
    )
    info = (
        OfficeTruth(
            role="info",
            office=name,
            copies=0 if rng.random() < listed_only else rng.randint(1, most),
        )
        for name in names
        if name != lead.office
    )
    return (lead, *info)


def _counter(rng: Random, era: Era) -> str:
    if era is Era.SEVENTIES:
        return f"{rng.randrange(10_000, 130_000):06d}"
    return f"{rng.randrange(0x100000, 0xFFFFFF):06X}"


def _paragraphs(
    rng: Random, era: Era, classification: str, has_refs: bool, count: int
) -> tuple[ParagraphTruth, ...]:
    made: list[ParagraphTruth] = []
    headings = iter(rng.sample(words.HEADINGS, len(words.HEADINGS)))
    heading: str | None = None
    for number in range(1, count + 1):
        text = " ".join(_sentence(rng) for _ in range(rng.randint(3, 5)))
        if number == 1:
            text = f"Summary: {text} End summary."
        elif number == count:
            text = f"Comment: {text} End comment."
        elif has_refs and number == 2:
            text += " This completes the reporting begun in reftel."
        if era is Era.TWO_THOUSANDS and number in (2, 4):
            heading = next(headings)
        marking = _marking(rng, era, classification)
        made.append(
            ParagraphTruth(number=number, portion_marking=marking, heading=heading, text=text)
        )
    return tuple(made)


def _marking(rng: Random, era: Era, classification: str) -> str | None:
    if classification in PORTION:
        return PORTION[classification] if rng.random() < 0.8 else "U"
    if era is Era.TWO_THOUSANDS:
        return "SBU" if rng.random() < 0.8 else "U"
    return None


def _sentence(rng: Random) -> str:
    topic, topic2 = rng.sample(words.TOPICS, 2)
    body = rng.choice(words.BODIES)
    return rng.choice(words.SENTENCES).format(
        topic=topic,
        topic2=topic2,
        body=body,
        Body=body[0].upper() + body[1:],
        person=rng.choice(words.PEOPLE),
        paper=rng.choice(words.PAPERS),
        month=rng.choice(words.MONTHS),
        date=f"{rng.choice(words.MONTHS)} {rng.randint(1, 28)}",
        big=f"{rng.randrange(1100, 98000):,}",
        some=str(rng.randrange(100, 990)),
        few=str(rng.randrange(3, 60)),
    )


def _in_capitals(cable: CableTruth) -> CableTruth:
    """Telegrams before about 2000 know no small letters."""
    paragraphs = tuple(replace(p, text=p.text.upper()) for p in cable.paragraphs)
    return replace(cable, subject=cable.subject.upper(), paragraphs=paragraphs)
