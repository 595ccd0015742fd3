"""A released paper that is no cable, with words a hasty parser would take for one's."""

from __future__ import annotations

from random import Random

from tests.synthetic import words
from tests.synthetic.setting import set_paragraph
from tests.synthetic.sheets import Sheet
from tests.synthetic.truth import ParagraphTruth

LEFT, PITCH, SIZE = 80.0, 13.0, 11.0

PARAGRAPHS = (
    (
        "The committee met on March 4 to settle where the office clocks should hang. It heard from "
        "the keeper of the stores, who had counted nineteen clocks and twenty-two hooks."
    ),
    (
        "It was agreed that a clock in the reading room should not strike. The cable from the post "
        "on this subject was read out and returned to the file."
    ),
    (
        "The secretary will circulate a plan of the hooks before the next meeting. Members who "
        "want a second clock are asked to say so in writing, and to say why."
    ),
)


def print_memo(rng: Random) -> list[Sheet]:
    """Print a one-page memorandum: To, From, Subject, three paragraphs, initials."""
    sheet = Sheet()
    writer, reader = rng.sample(words.PEOPLE, 2)
    sheet.put_centred("notice", words.NOTICE.replace("CABLE", "MEMORANDUM"), 9, "PressSansBold", 10)
    sheet.put_centred("banner", "UNCLASSIFIED", 30, "PressSansBold", 11)
    sheet.put_centred("title", "MEMORANDUM", 80, "PressSerif", 15)
    top = 124.0
    entries = (
        ("TO", f"{reader}, Keeper of the Clocks"),
        ("FROM", f"{writer}, Committee on Rooms"),
        ("SUBJECT", "Clocks in the Reading Room"),
        ("DATE", "March 9, 2009"),
    )
    for key, value in entries:
        sheet.put("body", f"{key}:  {value}", LEFT, top, "PressSerif", SIZE)
        top += PITCH * 1.4
    for text in PARAGRAPHS:
        top += PITCH
        plain = ParagraphTruth(number=None, portion_marking=None, heading=None, text=text)
        for row in set_paragraph(plain, text, None, columns=76):
            sheet.put("body", row.text, LEFT, top, "PressSerif", SIZE)
            top += PITCH
    initials = "".join(name[0] for name in writer.split())
    sheet.put("sig", initials, LEFT, top + PITCH * 2, "PressSerif", SIZE)
    sheet.put_centred("banner", "UNCLASSIFIED", 746, "PressSansBold", 11)
    return [sheet]
