"""The invented vocabulary: bland affairs, institutions that do not exist, people who never lived.

Only the names of posts, agencies, offices, TAGS and orders are real: they are what a parser has to
recognise. Surnames are stationery on purpose, so that no reader takes one for a person.
"""

from __future__ import annotations

from typing import NamedTuple

NOTICE = "INVENTED SAMPLE - NOT A REAL CABLE"
"""First line of the first page of everything made here."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Place(NamedTuple):
    """A post as its cables name it, with its geographic TAG (FIPS 10-4, as TAGS use it)."""

    post: str
    tag: str


PLACES = (
    Place("LIMA", "PE"),
    Place("QUITO", "EC"),
    Place("OSLO", "NO"),
    Place("LISBON", "PO"),
    Place("ACCRA", "GH"),
    Place("COLOMBO", "CE"),
    Place("NAIROBI", "KE"),
    Place("HELSINKI", "FI"),
    Place("RABAT", "MO"),
    Place("MONTEVIDEO", "UY"),
    Place("WELLINGTON", "NZ"),
    Place("BUENOS AIRES", "AR"),
    Place("SAN JOSE", "CS"),
    Place("COPENHAGEN", "DA"),
)

AGENCIES = {
    "1970s": ("DIA WASHDC", "USCINCSO J2 QUARRY HEIGHTS CZ", "SECDEF WASHDC"),
    "1990s": ("CIA WASHDC", "DIA WASHDC", "USDOC WASHDC"),
    "2000s": (
        "DEPT OF COMMERCE WASHINGTON DC",
        "DEPT OF JUSTICE WASHINGTON DC",
        "NATIONAL SECURITY COUNCIL WASHINGTON DC",
        "CDR USSOUTHCOM MIAMI FL",
        "SECDEF WASHINGTON DC",
        "CIA WASHINGTON DC",
    ),
}

ACTION_OFFICES = {
    "1970s": ("ARA", "EUR", "AF", "EB"),
    "1990s": ("EB", "EUR", "ARA", "OES"),
    "2000s": ("WHA", "EUR", "AF", "EAP", "SCA"),
}

INFO_OFFICES = {
    "1970s": _split("OCT ISO CIAE PM H INR L NSAE NSC PA SP SS ICA AID PC HA IO EB TRSE COM OMB"),
    "1990s": _split(
        """LOG AID AMAD OASY DOTE EAP FAAE TEDE INR ADS NSAE SSO SNIS NISC CIAE DODE FRB H L PM
        PA"""
    ),
    "2000s": _split(
        """LOG AID AMAD GHFS RPPR CA INL DS DHSE AVC OIGO UTED SIPD FOE DIAS H TEDE INR LAB L MOFM
        MOF NSAE ISN OMB NIMA EPAU PA GIWI ISNE DOHS SP IRM SSO SS VO FMP CBP BBG R EPAE SHEM
        SCRS DSCC PRM DRL NFAT SAS FA SWCI PESU SECC SANA"""
    ),
}

SUBJECT_TAGS = {
    "1970s": ("ETRD", "EAGR", "EFIN", "SCUL", "EWWT", "PINT", "ECON", "EAIR"),
    "1990s": ("ETRD", "EAGR", "EFIN", "SCUL", "EWWT", "SENV", "ECON", "EAIR"),
    "2000s": ("ETRD", "EAGR", "EFIN", "SCUL", "EWWT", "SENV", "ECON", "PGOV", "EAIR"),
}

TOPICS = (
    "harbor dredging schedule",
    "seed potato exchange",
    "new postal tariff",
    "lighthouse repair fund",
    "bicycle import rules",
    "choral festival visas",
    "school atlas project",
    "railway timetable reform",
    "weather balloon agreement",
    "public library loans",
    "beekeepers' congress",
    "ferry licensing round",
    "museum roof appeal",
    "tide table revision",
)

BODIES = (
    "the Bureau of Tides",
    "the Office of Parks and Clocks",
    "the National Kite Council",
    "the Ministry of Lanterns",
    "the Union of Bakers",
    "the Harbor Pilots' Guild",
    "the Postal Savings Board",
    "the Academy of Maps",
    "the Chamber of Small Boats",
    "the Directorate of Bridges",
)

PAPERS = ("Morning Almanac", "Evening Ledger", "Harbor Gazette", "Weekly Compass")

PEOPLE = (
    "Ansel Quillfeather",
    "Mira Lanternby",
    "Odo Samplewick",
    "Petra Inkhorn",
    "Basil Tidewell",
    "Greta Foolscap",
    "Hollis Papergate",
    "Ines Blotterby",
    "Jory Carbonleaf",
    "Tamsin Stencilbury",
    "Ruben Typeslug",
    "Nell Paperclippe",
)

HEADINGS = (
    "What the Figures Show",
    "Views from the Harbor",
    "A Slow Committee",
    "Next Steps",
    "Money and Timetables",
    "The Provinces",
)

SENTENCES = (
    "{Body} told Econoff on {date} that the {topic} would not be settled before {month}.",
    (
        "A notice in the {paper} put the cost at {big} in local currency, {few} percent more "
        "than a year ago."
    ),
    "Of the {big} applications received, {some} had been answered by {date}.",
    "Embassy has no independent confirmation of these figures.",
    '{person}, who speaks for {body}, called the delay "a matter of paper, not of policy."',
    "Post would welcome Department guidance on the {topic} by {date}.",
    "The next meeting is set for {date}, and {body} has asked us to send an observer.",
    "Attendance at the opening was {big}, against {some} a year earlier.",
    "Contacts at {body} expect the {topic} to be taken up again in {month}.",
    "In contrast, {body} has published nothing on the {topic} since {month}.",
    "{person} said privately that the {topic} had been left to a committee of {few}.",
    "Some {few} firms have asked for a longer trial period; {body} has not replied.",
    "According to the {paper}, {body} will print {big} copies of the new rules.",
    (
        "Officials insist that the {topic} is unrelated to the {topic2}, but the same {few} clerks "
        "handle both."
    ),
    "The text has gone to {body} for comment and is to come back within {few} days.",
)

MONTHS = _split(
    "January February March April May June July August September October November December"
)
