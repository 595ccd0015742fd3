"""The score as plain text, for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from expectations.score.baseline import Change, Missed
from expectations.score.compare import TEXT_IS_RIGHT
from expectations.score.header import header_share
from expectations.score.report import (
    Accounts,
    Comparison,
    FieldScore,
    GroupScore,
    PrintScore,
    ScoreReport,
    mean_similarity,
)
from transform.cable import Block

SHOWN_CHARACTERS = 80
"""Of each text in a miss; running text is shown from shortly before it first differs."""

SHOWN_BEFORE = 20
"""Characters of running text shown before the first difference, to find the place by."""

HEADING = (
    f"  {'field':<38}{'printed':>8}{'read':>7}{'right':>7}{'prec':>8}{'recall':>8}{'exact':>8}"
)
"""Of the table of fields: `exact` is the share of cables in which the whole field is right."""


def render(report: ScoreReport) -> str:
    """Return the report as text: totals, fields by group, prints, misses."""
    lines = [
        *_accounts(report.accounts),
        *(line for group in report.groups for line in _group(group)),
        *_agreements(report),
        *_prints(report.prints),
        *(line for group in report.groups for line in _blocks(group)),
        *_without_truth(report),
        *(f"truth of which no document is held: {path}" for path in report.unused_truths),
        *_misses(report),
    ]
    return "\n".join(lines)


def render_change(change: Change) -> str:
    """Return as text what was lost, with its place, and what was gained."""
    return "\n".join(
        [
            *_listed("values lost", change.lost),
            *(f"lost: {line}" for line in change.fewer),
            *(f"lost: {name} was not scored" for name in change.gone),
            "",
            f"{len(change.gained)} values gained",
            *(_gained(name, miss) for name, miss in change.gained),
            *(f"not in the baseline: {name}" for name in change.added),
            f"lost against the baseline: {'YES' if change.is_loss else 'nothing'}",
        ]
    )


def _gained(name: str, miss: Missed) -> str:
    record = "" if miss.of is None else f" of {miss.of}"
    return (
        f"  {name} {miss.field}{record}\n"
        f"      expected {_shown(miss.expected)}\n"
        f"      read     {_shown(miss.read)} before"
    )


def _accounts(accounts: Accounts) -> Iterator[str]:
    parts = " + ".join(f"{count} {status}" for status, count in accounts.statuses.items())
    yield (
        f"documents: {accounts.documents_held} = {parts}; "
        f"the latest run saw {accounts.documents_seen}"
    )
    yield (
        f"lines: {accounts.lines_read} read, {accounts.lines_held} held, "
        f"{accounts.lines_repeated} in more than one layer, {accounts.lines_unclaimed} unclaimed "
        f"({_percent(accounts.lines_unclaimed, accounts.lines_held)})"
    )
    yield f"cables: {accounts.cables}"
    yield f"everything accounted for: {'yes' if accounts.is_whole else 'NO'}"


def _group(group: GroupScore) -> Iterator[str]:
    yield ""
    yield f"{group.group}: {len(group.file_names)} documents"
    yield HEADING
    for one in group.fields:
        yield _field(one)
    header = header_share(group.comparisons)
    if header.fields:
        yield (
            f"  header fields exact: {header.exact} of {header.fields} "
            f"({_percent(header.exact, header.fields)})"
        )
    texts = group.similarities
    if texts:
        right = sum(likeness >= TEXT_IS_RIGHT for likeness in texts)
        yield (
            f"  paragraphs: mean similarity {fmean(texts):.4f}, lowest {min(texts):.4f}, "
            f"{right} of {len(texts)} at {TEXT_IS_RIGHT:.0%} or better"
        )
    wrong = [one for one in group.misses if one.pair.read is not None]
    silent = sum(one.is_silent for one in wrong)
    yield f"  wrong values: {len(wrong)}, of them not listed for review: {silent}"


def _blocks(group: GroupScore) -> Iterator[str]:
    for block in Block:
        scores = group.fields_of(block)
        if scores:
            yield ""
            yield f"{group.group}: readings of the block {block}"
            yield HEADING
        yield from map(_field, scores)


def _field(one: FieldScore) -> str:
    return (
        f"  {one.field:<38}{one.expected:>8}{one.found:>7}{one.right:>7}"
        f"{_share(one.precision):>8}{_share(one.recall):>8}"
        f"{_percent(one.exact, one.fields):>8} {'/' + str(one.fields):<3}"
    )


def _agreements(report: ScoreReport) -> Iterator[str]:
    if report.agreements:
        yield ""
        yield "archive's attributes against the print, where both were read"
    for one in report.agreements:
        yield f"  {one.field:<38}{one.agree:>5} of {one.both:<5}{_percent(one.agree, one.both):>8}"


def _prints(prints: tuple[PrintScore, ...]) -> Iterator[str]:
    for group in sorted({one.group for one in prints}):
        ones = [one for one in prints if one.group == group]
        yield ""
        yield f"{group}: {len(ones)} documents against their printed lines"
        for kind in sorted({kind.kind for one in ones for kind in one.kinds}):
            kinds = [k for one in ones for k in one.kinds if k.kind == kind]
            lines, found = sum(k.lines for k in kinds), sum(k.found for k in kinds)
            yield (
                f"  {kind:<10}{lines:>6} lines, found {_percent(found, lines)}, exact "
                f"{_percent(sum(k.exact for k in kinds), lines)}, in their layer "
                f"{_percent(sum(k.in_layer for k in kinds), found)}"
            )
        yield f"  body: mean similarity {mean_similarity(ones):.4f}"
        noise = [place for one in ones for place in one.noise]
        yield f"  banners, stamps and page headers inside paragraphs: {len(noise)}"
        yield from (f"    {place}" for place in noise)
        drawn, right = (
            sum(getattr(one, f"boxes_{n}") for one in ones) for n in ("expected", "right")
        )
        found = sum(one.boxes_found for one in ones)
        if drawn or found:
            yield f"  redactions: {drawn} drawn, {found} found, {right} where they are drawn"


def _without_truth(report: ScoreReport) -> Iterator[str]:
    if report.without_truth:
        yield ""
        yield "documents no truth speaks of, and the cables found in them"
    for one in report.without_truth:
        yield f"  {one.source_uri}: {one.status}, {', '.join(one.cables) or 'no cable'}"


def _misses(report: ScoreReport) -> Iterator[str]:
    yield from _listed("misses", [miss for group in report.groups for miss in group.misses])
    yield from _listed(
        "wrong readings that were not chosen",
        [wrong for group in report.groups for wrong in group.wrong_readings],
    )
    yield from _listed(
        "lines in a layer they do not belong to",
        [line for one in report.prints for line in one.misplaced],
    )


def _listed(title: str, misses: Sequence[Comparison]) -> Iterator[str]:
    if misses:
        yield ""
        yield f"{len(misses)} {title}"
    yield from (_miss(one) for one in misses)


def _miss(one: Comparison) -> str:
    place = "" if one.page_no is None else f" page {one.page_no}"
    if one.box is not None:
        box = one.box
        place += f" box {box.x0:.0f},{box.top:.0f},{box.x1:.0f},{box.bottom:.0f}"
    likeness = "" if one.pair.similarity is None else f" similarity {one.pair.similarity:.4f}"
    listed = " (listed for review)" if one.is_listed else ""
    differs_at = 0 if one.pair.similarity is None else one.pair.first_difference
    start = max(0, differs_at - SHOWN_BEFORE)
    record = "" if one.pair.part_of is None else f" of {one.pair.part_of}"
    block = "" if one.block is None else f" ({one.block})"
    return (
        f"  {one.file_name} {one.pair.field}{record}{block}{place}{likeness}{listed}\n"
        f"      expected {_shown(one.pair.expected, start)}\n"
        f"      read     {_shown(one.pair.read, start)}\n"
        f"      printed  {_shown(one.printed)}"
    )


def _shown(text: str | None, start: int = 0) -> str:
    if text is None:
        return "-"
    end = start + SHOWN_CHARACTERS
    return repr(("..." if start else "") + text[start:end] + ("..." if len(text) > end else ""))


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}%"


def _percent(part: int, whole: int) -> str:
    return _share(part / whole if whole else None)
