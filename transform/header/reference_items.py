"""The REF line cut into its items: the label, the bullets, and what is glued in between.

A) 09 MEXICO 829; B) ...      (A) STATE 1 (B) ROME 2      A. (A) PARIS 7682      Ref: A - Kabul 28
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transform.header.citation import capitals
from transform.header.citation_sender import sender
from transform.header.names import join_lines

_LABEL_WORD = r"(?:REF(?:ERENCE)?S?(?:TELS?|AIRS?)?\s?(?:\(S\))?|RETELS?)"
_LABEL = re.compile(
    rf"^\W{{0,3}}(?:{_LABEL_WORD}|R[EF]{{2}}[FS]?)"
    r"(?:\s*[:;.=*]|(?=\s*\(?[A-Z]\))|(?=\s+[A-Z]\.\s)|\s+(?=(?:\d\d\s+)?[A-Z][A-Z ]+\d{2,}))\s*",
    re.IGNORECASE,
)
_REPEATED_LABEL = re.compile(
    rf"^\W*{_LABEL_WORD}\b[\s:.]*(?=\W?[A-Z]\b|(?:\d\d )?[A-Z])", re.IGNORECASE
)
_ONLY_LABEL = re.compile(rf"^\W*(?:{_LABEL_WORD}\W*)?$", re.IGNORECASE)

_PAGE_HEADER = re.compile(
    r"(?:\b(?:UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|CONFIDENTIAL|TOP SECRET|SECRET)\W{1,4})?"
    r"\bPAGE\s\d\d\s+[A-Z][A-Z ]{2,20}\s\d{4,6}(?:\s\d\d\sOF\s\d\d)?(?:\s+\d{6}Z)?"
    r"|\b[A-Z][A-Z ]{2,20}?\s0\d{7}\b(?:\s+\d{3}(?:\.\d)?\sOF\s\d{3})?"
)
"""A relay's page header glued into the list: `PAGE 02  ROME 01196 01 OF 02 082030Z` (02 ROME 1196)
or, in the 2000s, post, eight digits and page: `TRIPOLI 00000402  001.2 OF 003` (08 TRIPOLI 402)."""

_BULLET = re.compile(
    r"(?:(?<=^)|(?<=[\s;,.:)\]}-]))(?:REF\s+)?"
    r"(?:\(\s?(?P<a>[A-Z])\s?(?:[)\]}]|[L1IJ](?=\s))|\[\s?(?P<b>[A-Z])\s?\]"
    r"|(?P<c>[A-Z])\s?[)\]}]|(?P<d>[A-Z])(?:[.,:/]\s|\s-{1,2}\s)"
    r"|(?P<e>[A-Z])\.(?=(?:\d\d\s)?[A-Z]{3}|\())"
    r"|(?:(?<=^)|(?<=[\s;,.]))(?P<f>[0-9&])\)(?=\s)"
)
"""`(A)`, `[A]`, `A)`, `A.`, `A:`, `A -`, `B.STATE`; misread `(AL` (1974 LA PAZ 1454), `A}`, `A/`,
`A,` and `8)` (scans)."""

_MISREAD_LABEL = {"8": "B", "6": "G", "0": "D", "1": "I", "5": "E", "&": "B"}
"""What OCR gives for a letter in a bullet."""

_NUMBER_AHEAD = re.compile(r"\W*(?:\d\d(?:\d\d)?\s*)?(?P<post>[A-Z][A-Z .'-]{0,40}?)\s*\d{1,7}\b")
_END_OF_ROW = re.compile(r"[,;:\])]|\bAND\b|(?:^|\s)[A-Za-z]\.\s")
_WHOLE = re.compile(r"(?:\d\d(?:\d\d)?\s+)?(?P<post>[A-Z][A-Z .'-]{0,40}?)\s+#?\d{1,7}\b")
"""A number cut off from its post, or from the rest of the post's name, by the end of a row."""

_PORTION_LETTERS = "CSU"
"""Letters that mark a portion too: `B. (C) ROME 2` is item B, confidential."""

_STRONG_CUT = re.compile(r"\s*;\s*|(?<=\d):\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the list: its letter, None where none is printed, and its text."""

    label: str | None
    text: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bullet:
    label: str
    start: int
    end: int
    rules: tuple[str, ...] = ()


def is_reference_line(text: str) -> bool:
    """Say whether a line begins with the label REF, REFS, REF(S), REFTEL, RETELS, REFAIR or
    REFERENCE.
    """
    return _LABEL.match(text) is not None


def items_begun(text: str, before: str) -> tuple[str, bool]:
    """Return the letter of the last item that has begun by the end of a row of the list.

    Args:
        text: the row, with or without the label REF.
        before: the letter of the last item of the rows above; empty if there is none.

    Returns:
        The letter, `before` when no item begins in the row; and whether the row opens with one.
    """
    label = _LABEL.match(text)
    upper = capitals(text[label.end() :] if label else text)
    bullets = _in_order(list(_bullets(upper)), upper, before or "@")
    if not bullets:
        return before, False
    return bullets[-1].label, not upper[: bullets[0].start].strip(" -.,;¶")


def is_broken(above: str, row: str) -> bool:
    """Say whether a cable's number begins in one row and ends in the next: `(D) RIO` / `DE JANEIRO
    1291`, whatever blank lines stand between.
    """
    head = capitals(_END_OF_ROW.split(above)[-1]).strip()
    match = _WHOLE.match(f"{head} {capitals(row).strip()}") if head else None
    return bool(
        match
        and match.end("post") >= len(head)
        and sender(match["post"], must_be_known=True) is not None
    )


def split_items(lines: Sequence[str]) -> Iterator[Item]:
    """Cut a REF line and its continuations, with or without label, into its items.

    Text before the first bullet is cut at semicolons; before a first bullet B it is item A, whose
    own bullet is torn.
    """
    text = _list_text(lines)
    upper = capitals(text)
    bullets = _in_order(list(_bullets(upper)), upper)
    first = bullets[0].start if bullets else len(text)
    torn = "A" if bullets and bullets[0].label == "B" else None
    for part in _STRONG_CUT.split(text[:first]):
        if part.strip(" .,;:-") and not _ONLY_LABEL.match(part):
            yield Item(label=torn, text=part)
    ends = [*(bullet.start for bullet in bullets[1:]), len(text)]
    for bullet, end in zip(bullets, ends, strict=False):
        yield Item(label=bullet.label, text=text[bullet.end : end], rules=bullet.rules)


def _list_text(lines: Sequence[str]) -> str:
    """Return the list as one line without label, page headers and signs of a new paragraph."""
    text = join_lines([line.replace("¶", " ").replace("\\", " ") for line in lines])
    for label in (_LABEL, _REPEATED_LABEL):
        match = label.match(text)
        text = text[match.end() :] if match else text
    if "PAGE" in text or " OF " in text or "000" in text:
        text = _PAGE_HEADER.sub(" ", text)
    return text


def _bullets(upper: str) -> Iterator[_Bullet]:
    for match in _BULLET.finditer(upper):
        printed = match[match.lastgroup] if match.lastgroup else ""
        label = _MISREAD_LABEL.get(printed, printed)
        if label.isalpha():
            rules = () if label == printed else ("reference.label",)
            yield _Bullet(label=label, start=match.start(), end=match.end(), rules=rules)


def _in_order(bullets: list[_Bullet], upper: str, start: str = "@") -> list[_Bullet]:
    """Keep the bullets that count up from the letter after `start`, which is A for a whole list.

    An initial or a portion marking elsewhere is no bullet. A letter is skipped only when it stands
    nowhere later, and printed twice only when something stands between: `A. (A) PARIS 7682` is one
    bullet, 07 TALLINN 375 has two items B.
    """
    last_place = {bullet.label: n for n, bullet in enumerate(bullets)}
    kept: list[_Bullet] = []
    for n, bullet in enumerate(bullets):
        before = kept[-1].label if kept else start
        due = _next(before)
        is_adjacent = bool(kept) and not upper[kept[-1].end : bullet.start].strip(" .,:;-")
        comes_later = last_place.get(due, -1) > n
        if is_adjacent and bullet.label == before:
            kept[-1] = replace(kept[-1], end=bullet.end)
        elif is_adjacent and bullet.label in _PORTION_LETTERS:
            continue
        elif _counts_up(before, bullet, comes_later, upper):
            kept.append(bullet)
        elif kept and not comes_later and _is_misread(bullet, due, bullets[n + 1 : n + 2], upper):
            kept.append(replace(bullet, label=due, rules=("reference.label",)))
    return kept


def _counts_up(before: str, bullet: _Bullet, comes_later: bool, upper: str) -> bool:
    """Say whether a bullet is the next one: the letter due, or a further item of the last."""
    due = _next(before)
    if bullet.label == due:
        return True
    if bullet.label == before:
        return _opens_number(upper, bullet)
    is_skip = bullet.label == _next(due) and not comes_later
    return is_skip and (not bullet.rules or _opens_number(upper, bullet))


def _is_misread(bullet: _Bullet, due: str, after: list[_Bullet], upper: str) -> bool:
    """Say whether a bullet of another letter stands in the place of the one due: `B) G) D)`."""
    return any(one.label == _next(due) for one in after) and _opens_number(upper, bullet)


def _opens_number(upper: str, bullet: _Bullet) -> bool:
    """Say whether a cable number follows a bullet."""
    match = _NUMBER_AHEAD.match(upper, bullet.end)
    return match is not None and sender(match["post"], must_be_known=True) is not None


def _next(label: str) -> str:
    return chr(ord(label) + 1)
