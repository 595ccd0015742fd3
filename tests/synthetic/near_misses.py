"""Released papers that are no cable, though they have a cable's words.

Each has TO, FROM and SUBJECT, or cites a cable, or was put on paper by the same desk.
"""

from __future__ import annotations

from random import Random

from tests.synthetic import words
from tests.synthetic.setting import Row, set_paragraph
from tests.synthetic.truth import ParagraphTruth

NUMBERED = (
    "The committee counted nineteen clocks and twenty-two hooks in the reading rooms.",
    "The cable from the post on this subject was read out and returned to the file.",
    "A plan of the hooks will be circulated before the next meeting.",
)


def action_memorandum(rng: Random) -> list[Row]:
    """Return a memorandum to a principal, with labels in capitals and numbered paragraphs."""
    reader, writer = rng.sample(words.PEOPLE, 2)
    return _paper(
        f"{'':24}UNCLASSIFIED", f"{'':22}ACTION MEMORANDUM", "",
        f"TO:      The Keeper - {reader}", f"FROM:    EUR - {writer}",
        "SUBJECT: Clocks for the Missions in Europe", "REF:     Your memorandum of May 4", "",
        *_numbered(), "", "Attachments:", "Tab 1 - Plan of the hooks", "Drafted by: EUR/TR:ASAMPLE",
        "Cleared by: EB/ITP:RSAMPLE",
    )  # fmt: skip


def email_alone(rng: Random) -> list[Row]:
    """Return an e-mail that speaks of a cable and brings none."""
    reader, writer = rng.sample(words.PEOPLE, 2)
    return _paper(
        f"From: {writer} <writer@mail.invalid>", "Sent: Tuesday, March 9, 2010 8:12 AM",
        f"To: {reader}", "Subject: RE: 10 LIMA 392", "",
        "I have read 10 LIMA 392 and REF A of it. Could we have TAGS and SUBJECT changed",
        "before it goes to all posts? The classification can stay UNCLAS.", "",
        "----- Original Message -----", f"From: {reader}", "Sent: Monday, March 8, 2010 5:40 PM",
        f"To: {writer}", "Subject: 10 LIMA 392", "", "Please look at the cable when it comes.",
    )  # fmt: skip


def letter(rng: Random) -> list[Row]:
    """Return a letter."""
    reader, writer = rng.sample(words.PEOPLE, 2)
    return _paper(
        f"{'':20}DEPARTMENT OF STATE", f"{'':24}WASHINGTON", "", f"{'':40}March 9, 1994", "",
        f"Dear {reader.split()[1]}:", "", *_plain(), "", f"{'':36}Sincerely,", "",
        f"{'':36}{writer}",
    )  # fmt: skip


def dispatch(rng: Random) -> list[Row]:
    """Return a foreign service despatch, the pouch form of before 1962: no order, no TAGS."""
    writer = rng.choice(words.PEOPLE)
    return _paper(
        f"{'':20}FOREIGN SERVICE DESPATCH", "", f"FROM : AMEMBASSY LIMA{'':22}DESP. NO. 150",
        "TO   : THE DEPARTMENT OF STATE, WASHINGTON", f"{'':42}March 9, 1959",
        "REF  : Despatch 141",
        "SUBJECT: Clocks in the Port", "", *_numbered(), "", f"{'':36}{writer}",
    )  # fmt: skip


def press_guidance(rng: Random) -> list[Row]:
    """Return press guidance: SUBJECT, TO and FROM above questions and answers."""
    writer = rng.choice(words.PEOPLE)
    return _paper(
        f"{'':22}PRESS GUIDANCE", "", "TO:      PA/PRESS", f"FROM:    EUR/PRS - {writer}",
        "SUBJECT: Clocks", "DATE:    March 9, 2004", "",
        "Q: Has the Department seen the report on the clocks?", "",
        "A: We have seen it. We have nothing to add to the embassy's statement.", "",
        "Drafted: EUR/PRS", "Cleared: L/EUR - ok", "         NSC  - info",
    )  # fmt: skip


def agenda(rng: Random) -> list[Row]:
    """Return meeting notes with ACTION and INFO rows, which an office grid has too."""
    reader, writer = rng.sample(words.PEOPLE, 2)
    return _paper(
        "MEETING OF THE CLOCK COMMITTEE", "", f"ACTION: {reader} to count the hooks",
        f"INFO: {writer}", "TO BE DONE BY MARCH 9", "SUBJECT: Hooks", "", *_numbered(),
    )  # fmt: skip


NEAR_MISSES = {
    "action-memorandum": action_memorandum,
    "email-alone": email_alone,
    "letter": letter,
    "dispatch": dispatch,
    "press-guidance": press_guidance,
    "meeting-notes": agenda,
}
"""Name and rows of each."""


def _paper(*lines: str) -> list[Row]:
    return [Row(kind="body", text=line) for line in lines]


def _numbered() -> list[str]:
    texts = []
    for number, text in enumerate(NUMBERED, start=1):
        one = ParagraphTruth(number=number, portion_marking=None, heading=None, text=text)
        texts += ["", *(row.text for row in set_paragraph(one, text, None, columns=66))]
    return texts


def _plain() -> list[str]:
    texts = []
    for text in NUMBERED:
        one = ParagraphTruth(number=None, portion_marking=None, heading=None, text=text)
        texts += ["", *(row.text for row in set_paragraph(one, text, None, columns=66))]
    return texts
