"""The rows of some cables of a plan, as Arrow tables in the columns of the warehouse.

One cable a document, on pages of `PAGE_LINES` lines; a fiftieth more documents hold none. A
sentence is a printed line. All that the gate's fatal checks ask holds: counts, positions, links.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from load.tables.records import DOCUMENT_TABLES
from load.tables.rows import Stamp
from tests.scale.chance import Keys, Numbers, Shares, bell, mixed, pick, share, weighted
from tests.scale.plan import POST_NAMES, Plan
from tests.scale.words import Words
from transform.fingerprint import SKETCH_SIZE
from transform.vocab import OFFICES, TAGS

PAGE_LINES = 45
_HEADER_LINES = 14
_NO_CABLE_EVERY = 50
_EPOCH = np.datetime64("1970-01-01", "m")
_CLASSES = ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET", "TOP SECRET")
_CLASS_WEIGHTS = np.array([45, 20, 25, 9.5, 0.5])
_MARKINGS = ("U", "LOU", "C", "S", "TS")
_PRECEDENCES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")
_PRECEDENCE_WEIGHTS = np.array([45, 35, 19, 1.0])
_EXEMPTIONS = ("B1", "B6", "1.4(D)", "1.4(B)", "B3")
_EXEMPTION_WEIGHTS = np.array([40, 25, 20, 10, 5.0])
_HEADINGS = ("SUMMARY", "BACKGROUND", "DISCUSSION", "COMMENT")
_DEFECTS = (
    ("dtg.repaired", "dtg"),
    ("tags.unknown", "tags"),
    ("readings.disagree", "subject"),
    ("reading.low_confidence", "classification"),
    ("addressee.unknown", "addressees"),
    ("references.unreadable", "references"),
)
_ORDERS = ((1978, "11652"), (1982, "12065"), (1995, "12356"), (2010, "12958"), (9999, "13526"))
_ALWAYS = [tag for tag in TAGS.values() if tag.valid_from is None and tag.valid_to is None]
_SUBJECT_TAGS = [t for t in _ALWAYS if t.kind.value == "subject"]
_OTHER_TAGS = [t for t in _ALWAYS if t.kind.value in ("geographic", "organization", "program")]
_OFFICES = tuple(sorted(OFFICES))

Arrow = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class _Listed:
    """Rows in runs, some for each owner: the owner, the place from 1, and a key of each row."""

    owner: Numbers
    position: Numbers
    keys: Keys

    @classmethod
    def of(cls, counts: Numbers, keys: Keys, salt: int) -> _Listed:
        owner = np.repeat(np.arange(len(counts)), counts)
        starts = np.cumsum(counts) - counts
        position = np.arange(len(owner)) - starts[owner] + 1
        return cls(owner, position, mixed(keys[owner], salt) + position.astype(np.uint64))


def _texts(values: Sequence[str], places: Numbers) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(places))


def _glued(*parts: Any) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def _number(values: Numbers, width: int = 0) -> pa.Array:
    text = pc.cast(pa.array(values), pa.string())
    return pc.utf8_lpad(text, width, "0") if width else text


def _null(array: pa.Array, is_there: Any) -> pa.Array:
    """Return an array with NULL where something is not there."""
    return pc.if_else(pa.array(is_there), array, pa.scalar(None, array.type))


def _lists(values: pa.Array, counts: Numbers) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _joined(values: pa.Array, counts: Numbers, separator: str) -> pa.Array:
    return pc.binary_join(_lists(values, counts), separator)


def _shares(values: Shares, digits: int = 6) -> pa.Array:
    return pa.array(np.round(values, digits))


class Block:
    """Some cables of a plan, made at once; a warehouse is made block by block."""

    def __init__(self, plan: Plan, words: Words, first: int, last: int) -> None:
        """Take the cables of the plan from `first` to `last`, `last` left out."""
        self.plan, self.words = plan, words
        self.places = np.arange(first, last)
        self.count = last - first
        self.keys = plan.keys[first:last]
        self.said = plan.keys[plan.original[first:last]]
        """What its original says, a copy says too."""
        digests = [
            hashlib.sha256(f"{plan.size.seed} {place}".encode()).hexdigest()
            for place in self.places.tolist()
        ]
        self.document_ids = pa.array(digests)
        self.cable_ids = _glued(pc.utf8_slice_codeunits(self.document_ids, 0, 16), "-01")
        self._make_header()
        self._make_paragraphs()

    def _make_header(self) -> None:
        plan, places = self.plan, self.places
        year, serial = plan.year[places], plan.serial[places]
        self.year, self.serial = year, serial
        self.post = _texts(POST_NAMES, plan.post[places])
        self.has_number = plan.has_number[places]
        self.mrn = _glued(_number(year % 100, 2), " ", self.post, " ", _number(serial))
        starts = (year - 1970).astype("datetime64[Y]").astype("datetime64[m]")
        self.dtg = starts + plan.minute[places].astype("timedelta64[m]")
        sent = pa.array(self.dtg.astype("datetime64[us]"))
        self.sent = sent
        self.dtg_raw = pc.utf8_upper(pc.strftime(sent, format="%d%H%MZ %b %y"))
        self.class_no = weighted(self.said, 10, _CLASS_WEIGHTS)
        self.classification = _texts(_CLASSES, self.class_no)
        self.precedence = _texts(_PRECEDENCES, weighted(self.said, 11, _PRECEDENCE_WEIGHTS))
        self.originator = _glued("AMEMBASSY ", self.post)
        limits = np.array([limit for limit, _ in _ORDERS])
        self.order = _texts([name for _, name in _ORDERS], np.searchsorted(limits, year, "right"))
        self.subject = self.words.phrases_for(self.said, 12)
        self.has_subject = share(self.keys, 13) >= 0.03
        self.signature = pc.utf8_upper(self.words.names_for(self.said, 14))
        self.is_ocr = share(self.keys, 15) < 0.6
        self.is_quarantined = share(self.keys, 16) < 0.005
        self.has_grid = share(self.keys, 17) < 0.6
        self.has_card = share(self.keys, 18) < 0.3
        tag_counts = 1 + pick(self.said, 19, 4)
        self.tags = _Listed.of(tag_counts, self.said, 20)
        first = self.tags.position == 1
        chosen = np.where(
            first,
            weighted(self.tags.keys, 21, 1 / (np.arange(len(_SUBJECT_TAGS)) + 3.0)),
            len(_SUBJECT_TAGS)
            + weighted(self.tags.keys, 22, 1 / (np.arange(len(_OTHER_TAGS)) + 3.0)),
        )
        unknown = len(_SUBJECT_TAGS) + len(_OTHER_TAGS)
        self.tag_no = np.where(~first & (share(self.tags.keys, 23) < 0.02), unknown, chosen)
        codes = [*(tag.tag for tag in _SUBJECT_TAGS), *(tag.tag for tag in _OTHER_TAGS), "XQZJ"]
        self.tag_codes = _texts(codes, self.tag_no)
        self.tag_lists = _lists(self.tag_codes, tag_counts)

    def _make_paragraphs(self) -> None:
        each = self.plan.size.paragraphs_each
        counts = np.rint(np.exp(np.log(each) - 0.18 + 0.6 * bell(self.said, 30)))
        self.paragraph_counts = np.clip(counts, 1, 8 * each).astype(np.int64)
        paragraphs = _Listed.of(self.paragraph_counts, self.said, 31)
        self.paragraphs = paragraphs
        self.sentence_counts = 1 + pick(paragraphs.keys, 32, 6)
        sentences = _Listed.of(self.sentence_counts, paragraphs.keys, 33)
        self.sentences = sentences
        stored = self.words.sentences_for(sentences.keys, 34)
        text = self.words.sentences.take(pa.array(stored))
        named = share(sentences.keys, 35) < 0.15
        with_name = pc.binary_join_element_wise(text, self.words.names_for(sentences.keys, 36), " ")
        text = pc.if_else(pa.array(named), with_name, text)
        words = self.words.word_counts[stored] + named
        self._make_redactions()
        last = np.cumsum(self.sentence_counts) - 1
        is_withheld = np.zeros(len(stored), dtype=bool)
        is_withheld[last[self.redacted_paragraphs > 0]] = True
        self.sentence_text = pc.if_else(pa.array(is_withheld), "[REDACTED B1]", text)
        self.sentence_words = np.where(is_withheld, 2, words)
        self.paragraph_text = _joined(self.sentence_text, self.sentence_counts, " ")
        self.section_counts = 1 + ((share(self.said, 37) < 0.04) & (self.paragraph_counts > 1))
        half = self.paragraph_counts[paragraphs.owner] / 2
        in_second = (paragraphs.position > half) & (self.section_counts[paragraphs.owner] == 2)
        self.section_no = 1 + in_second
        marking = np.minimum(self.class_no[paragraphs.owner], pick(paragraphs.keys, 38, 5))
        self.marking = _texts(_MARKINGS, marking)
        self.numbered = _glued(_number(paragraphs.position), ". (", self.marking, ") ")
        quarter = 4 * (paragraphs.position - 1) // self.paragraph_counts[paragraphs.owner]
        self.heading = _texts(_HEADINGS, quarter)
        self._make_lines()

    def _make_redactions(self) -> None:
        chance = np.where(self.year < 1980, 0.05, 0.3)
        counts = np.where(share(self.keys, 40) < chance, 1 + pick(self.keys, 41, 4), 0)
        self.redaction_counts = counts
        self.redactions = _Listed.of(counts, self.keys, 42)
        owner = self.redactions.owner
        within = np.floor(share(self.redactions.keys, 43) * self.paragraph_counts[owner])
        order = np.lexsort((within, owner))
        self.redacted_position = within[order].astype(np.int64) + 1
        self.first_paragraph = np.cumsum(self.paragraph_counts) - self.paragraph_counts
        self.redacted_row = self.first_paragraph[owner] + self.redacted_position - 1
        self.redacted_paragraphs = np.bincount(
            self.redacted_row, minlength=int(self.paragraph_counts.sum())
        )

    def _make_lines(self) -> None:
        """Put the lines of each document in order: header, a line a sentence, signature."""
        per_cable = np.bincount(
            self.paragraphs.owner, weights=self.sentence_counts, minlength=self.count
        ).astype(np.int64)
        self.line_counts = _HEADER_LINES + per_cable + 1
        self.page_counts = -(-self.line_counts // PAGE_LINES)
        before = np.cumsum(per_cable) - per_cable
        sentence_cable = self.paragraphs.owner[self.sentences.owner]
        self.sentence_line = _HEADER_LINES + np.arange(len(sentence_cable)) - before[sentence_cable]
        first = np.cumsum(self.sentence_counts) - self.sentence_counts
        self.paragraph_line = self.sentence_line[first]
        self.paragraph_last_line = self.sentence_line[first + self.sentence_counts - 1]
        self.paragraph_first_sentence = first

    def tables(self, stamp: Stamp) -> Arrow:
        """Return the rows of all tables of documents, those of a run stamped."""
        made: dict[str, Mapping[str, Any]] = {
            "cables": self._cables(stamp),
            "addressees": self._addressees(),
            "distribution": self._distribution(),
            "cable_tags": self._tags(),
            "paragraphs": self._paragraphs(),
            "redactions": self._redactions(),
            "readings": self._readings(),
            "defects": self._defects(),
            "quarantine": self._quarantine(stamp),
            "documents": self._documents(stamp),
            "lines": self._lines(),
            **self._references(),
        }
        made["document_sources"] = {
            name: made["documents"][name] for name in ("document_id", "source_uri", "file_name")
        }
        made["pages"] = self._pages(made["lines"]["text"])
        held = {table.name: _table(table.columns, made[table.name]) for table in DOCUMENT_TABLES}
        for name, more in self._documents_without_cable(stamp).items():
            held[name] = pa.concat_tables([held[name], more])
        return held

    def _cables(self, stamp: Stamp) -> Mapping[str, Any]:
        n, number = self.count, self.has_number
        letter = pa.array(np.full(n, "W"))
        words = np.bincount(self.sentences.owner, weights=self.sentence_words)
        words = np.bincount(self.paragraphs.owner, weights=words, minlength=n).astype(np.int64)
        body = _joined(_glued(self.numbered, self.paragraph_text), self.paragraph_counts, "\n\n")
        gaps = -np.log1p(
            -share(
                np.repeat(self.said, SKETCH_SIZE)
                + np.tile(np.arange(SKETCH_SIZE, dtype=np.uint64), n),
                50,
            )
        ).reshape(n, SKETCH_SIZE)
        steps = np.maximum(1, gaps * ((1 << 31) / np.maximum(160, words))[:, None])
        sketch = np.minimum(np.cumsum(steps, axis=1), (1 << 31) - 1).astype(np.int32)
        stations = _lists(pa.array(np.full(0, "")), np.zeros(n, dtype=np.int64))
        sections = _lists(
            pa.array(np.concatenate([np.arange(1, c + 1) for c in self.section_counts])),
            self.section_counts,
        )
        return {
            "cable_id": self.cable_ids,
            "document_id": self.document_ids,
            "cable_no": np.ones(n, dtype=np.int32),
            "page_first": np.ones(n, dtype=np.int32),
            "page_last": self.page_counts,
            "mrn": _null(self.mrn, number),
            "year": _null(pa.array(self.year), number),
            "post": _null(self.post, number),
            "serial": _null(pa.array(self.serial), number),
            "dtg": self.sent,
            "dtg_raw": self.dtg_raw,
            "precedence": self.precedence,
            "originator": self.originator,
            "classification": self.classification,
            "captions": stations,
            "passing_instructions": stations,
            "executive_order": self.order,
            "declassify_raw": pa.array(np.full(n, "N/A")),
            "classification_reasons": stations,
            "tags": self.tag_lists,
            "subject": _null(self.subject, self.has_subject),
            "summary": _null(
                self.paragraph_text.take(pa.array(self.first_paragraph)), share(self.said, 51) < 0.5
            ),
            "signature": self.signature,
            "cleared_by": stations,
            "distribution_total": _null(pa.array(self._copies()[1]), self.has_grid),
            "distribution_letter": _null(letter, self.has_grid),
            "section_count": self.section_counts,
            "sections_present": sections,
            "format": pc.if_else(pa.array(self.has_card), "card+telegram", "telegram"),
            "body": body,
            "word_count": words,
            "paragraph_count": self.paragraph_counts,
            "redaction_count": self.redaction_counts,
            "confidence": _null(_shares(0.8 + 0.19 * share(self.keys, 52)), self.is_ocr),
            "layout": pc.if_else(pa.array(self.has_grid), "message_centre", "bare"),
            "called_stations": stations,
            "defect_count": self._defect_counts(),
            "run_id": pa.array(np.full(n, stamp.run_id)),
            "is_quarantined": self.is_quarantined,
            "text_sketch": _lists(pa.array(sketch.ravel()), np.full(n, SKETCH_SIZE)),
        }

    def _copies(self) -> tuple[_Listed, Numbers, Numbers]:
        """Return the offices of the grid, the sum of their copies, and the copies."""
        counts = np.where(self.has_grid, 2 + pick(self.said, 60, 9), 0)
        listed = _Listed.of(counts, self.said, 61)
        copies = pick(listed.keys, 62, 3)
        sums = np.bincount(listed.owner, weights=copies, minlength=self.count).astype(np.int64)
        return listed, sums, copies

    def _distribution(self) -> Mapping[str, Any]:
        listed, _, copies = self._copies()
        return {
            "cable_id": self.cable_ids.take(pa.array(listed.owner)),
            "position": listed.position,
            "role": pc.if_else(pa.array(listed.position == 1), "action", "info"),
            "office": _texts(_OFFICES, pick(listed.keys, 63, len(_OFFICES))),
            "copies": copies,
        }

    def _addressees(self) -> Mapping[str, Any]:
        listed = _Listed.of(1 + pick(self.said, 70, 6), self.said, 71)
        first = pa.array(listed.position == 1)
        weights = 1 / (np.arange(len(POST_NAMES)) + 6.0)
        post = _texts(POST_NAMES, weighted(listed.keys, 72, weights))
        return {
            "cable_id": self.cable_ids.take(pa.array(listed.owner)),
            "position": listed.position,
            "role": pc.if_else(first, "action", "info"),
            "plain_language_address": pc.if_else(
                first, "SECSTATE WASHDC", _glued("AMEMBASSY ", post)
            ),
            "post": _null(post, listed.position > 1),
            "routing_indicator": _glued("RUEH", pc.utf8_slice_codeunits(post, 0, 2)),
            "precedence": self.precedence.take(pa.array(listed.owner)),
            "is_collective": np.zeros(len(listed.owner), dtype=bool),
        }

    def _tags(self) -> Mapping[str, Any]:
        kinds = [*(t.kind.value for t in (*_SUBJECT_TAGS, *_OTHER_TAGS)), "unknown"]
        meanings = [*(t.meaning for t in (*_SUBJECT_TAGS, *_OTHER_TAGS)), None]
        return {
            "cable_id": self.cable_ids.take(pa.array(self.tags.owner)),
            "position": self.tags.position,
            "tag": self.tag_codes,
            "kind": _texts(kinds, self.tag_no),
            "meaning": pa.array(meanings, pa.string()).take(pa.array(self.tag_no)),
        }

    def _references(self) -> dict[str, Mapping[str, Any]]:
        """Two in three cite a cable sent shortly before; the rest one that nobody planned."""
        plan = self.plan
        counts = np.where(share(self.said, 80) < 0.35, 0, 1 + pick(self.said, 81, 4))
        self.reference_counts = counts
        listed = _Listed.of(counts, self.said, 82)
        citing = self.places[listed.owner]
        lag = 1 + np.floor(-np.log1p(-share(listed.keys, 83)) * plan.size.planned / 400)
        rank = plan.rank[plan.original[citing]] - lag.astype(np.int64)
        cited = plan.in_time[np.maximum(rank, 0)]
        is_planned = (rank >= 0) & (share(listed.keys, 84) < 0.65)
        is_planned &= plan.original[cited] != plan.original[citing]
        year = plan.year[np.where(is_planned, cited, citing)]
        post_no = np.where(is_planned, plan.post[cited], pick(listed.keys, 85, len(POST_NAMES)))
        serial = np.where(is_planned, plan.serial[cited], 50_000 + pick(listed.keys, 86, 2_000))
        post = _texts(POST_NAMES, post_no)
        mrn = _glued(_number(year % 100, 2), " ", post, " ", _number(serial))
        is_cable = share(listed.keys, 87) >= 0.08
        label = _texts([chr(65 + place) for place in range(8)], listed.position - 1)
        references = {
            "cable_id": self.cable_ids.take(pa.array(listed.owner)),
            "position": listed.position,
            "label": label,
            "kind": pc.if_else(pa.array(is_cable), "cable", "email"),
            "mrn": _null(mrn, is_cable),
            "year": _null(pa.array(year), is_cable),
            "post": _null(post, is_cable),
            "serial": _null(pa.array(serial), is_cable),
            "raw": pc.if_else(pa.array(is_cable), mrn, "EMAIL OF THE DAY BEFORE"),
        }
        named = np.flatnonzero(share(listed.keys, 88) < 0.4)
        owner = listed.owner[named]
        places = np.arange(len(named)) - np.searchsorted(owner, owner) + 1
        within = np.floor(share(listed.keys[named], 89) * self.paragraph_counts[owner])
        mentions = {
            "cable_id": self.cable_ids.take(pa.array(owner)),
            "position": places,
            "paragraph_position": within.astype(np.int64) + 1,
            "kind": pa.array(np.full(len(named), "item")),
            "raw": _glued("ref ", label.take(pa.array(named))),
            "label": label.take(pa.array(named)),
            "reference_position": listed.position[named],
            "cited_paragraphs": _lists(pa.array([], pa.int32()), np.zeros(len(named), int)),
        }
        return {"cable_references": references, "reference_mentions": mentions}

    def _paragraphs(self) -> Mapping[str, Any]:
        return {
            "cable_id": self.cable_ids.take(pa.array(self.paragraphs.owner)),
            "position": self.paragraphs.position,
            "number": self.paragraphs.position,
            "portion_marking": self.marking,
            "is_struck": np.zeros(len(self.paragraphs.owner), dtype=bool),
            "heading": self.heading,
            "text": self.paragraph_text,
            "page_first": self.paragraph_line // PAGE_LINES + 1,
            "page_last": self.paragraph_last_line // PAGE_LINES + 1,
            "redaction_count": self.redacted_paragraphs,
            "section_no": self.section_no,
        }

    def _redactions(self) -> Mapping[str, Any]:
        owner = self.redactions.owner
        line = self.paragraph_last_line[self.redacted_row]
        top = 60.0 + 14 * (line % PAGE_LINES)
        codes = _texts(_EXEMPTIONS, weighted(self.redactions.keys, 90, _EXEMPTION_WEIGHTS))
        return {
            "document_id": self.document_ids.take(pa.array(owner)),
            "cable_id": self.cable_ids.take(pa.array(owner)),
            "page_no": line // PAGE_LINES + 1,
            "x0": np.full(len(owner), 72.0),
            "top": top,
            "x1": _shares(150 + 380 * share(self.redactions.keys, 91), 2),
            "bottom": top + 12,
            "extent": pa.array(np.full(len(owner), "words")),
            "exemptions": _lists(codes, np.ones(len(owner), dtype=np.int64)),
            "paragraph_position": self.redacted_position,
            "position": self.redactions.position,
        }

    def _readings(self) -> Mapping[str, Any]:
        """Ten fields of the telegram, four of the card where there is one, and the stamp."""
        always = np.ones(self.count, dtype=bool)
        listed_tags = _joined(self.tag_codes, 1 + pick(self.said, 19, 4), " ")
        telegram: list[tuple[str, str, pa.Array, Any, int]] = [
            ("mrn", "telegram", self.mrn, self.has_number, 9),
            ("dtg", "telegram", self.dtg_raw, always, 5),
            ("originator", "telegram", self.originator, always, 6),
            ("classification", "telegram", self.classification, always, 9),
            ("precedence", "telegram", self.precedence, always, 5),
            ("executive_order", "telegram", self.order, always, 10),
            ("tags", "telegram", listed_tags, always, 11),
            ("subject", "telegram", self.subject, self.has_subject, 12),
            ("signature", "telegram", self.signature, always, 12),
        ]
        card = [
            (name, "card", value, self.has_card & there, 0)
            for name, _, value, there, _ in (telegram[0], telegram[1], telegram[6], telegram[7])
        ]
        stamp = [
            ("release_decision", "stamp", _texts(("full", "part"), self._decision()), always, 1),
            (
                "reviewed_on",
                "stamp",
                pc.strftime(self._reviewed_on(), format="%Y-%m-%d"),
                always,
                1,
            ),
        ]
        kinds = [*telegram, *card, *stamp]
        there = np.stack([np.asarray(given) for *_, given, _ in kinds], axis=1)
        owner, kind = np.nonzero(there)
        values = pa.concat_arrays([pc.cast(value, pa.string()) for _, _, value, _, _ in kinds])
        value = values.take(pa.array(kind * self.count + owner))
        counts = there.sum(axis=1)
        position = np.arange(len(owner)) - (np.cumsum(counts) - counts)[owner] + 1
        keys = mixed(self.keys[owner], 100) + kind.astype(np.uint64)
        block = _texts([block for _, block, *_ in kinds], kind)
        field = _texts([name for name, *_ in kinds], kind)
        line = np.array([line for *_, line in kinds])[kind]
        # One card in ten says something else.
        differs = (share(keys, 101) < 0.1) & (kind >= len(telegram)) & (kind < len(kinds) - 2)
        top = 60.0 + 14 * line
        return {
            "cable_id": self.cable_ids.take(pa.array(owner)),
            "field": field,
            "block": block,
            "raw": value,
            "value": pc.if_else(pa.array(differs), _glued(value, " X"), value),
            "is_chosen": (kind < len(telegram)) | (kind >= len(kinds) - 2),
            "confidence": _null(_shares(0.7 + 0.3 * share(keys, 102)), self.is_ocr[owner]),
            "rule": _glued(block, ".", field),
            "page_no": np.ones(len(owner), dtype=np.int32),
            "line_no": line + 1,
            "x0": np.full(len(owner), 72.0),
            "top": top,
            "x1": _shares(100 + 400 * share(keys, 103), 2),
            "bottom": top + 12,
            "position": position,
        }

    def _defect_counts(self) -> Numbers:
        return np.where(share(self.keys, 110) < 0.3, 1 + pick(self.keys, 111, 3), 0)

    def _defects(self) -> Mapping[str, Any]:
        listed = _Listed.of(self._defect_counts(), self.keys, 112)
        kind = pick(listed.keys, 113, len(_DEFECTS))
        line = pick(listed.keys, 114, _HEADER_LINES)
        return {
            "document_id": self.document_ids.take(pa.array(listed.owner)),
            "cable_id": self.cable_ids.take(pa.array(listed.owner)),
            "code": _texts([code for code, _ in _DEFECTS], kind),
            "severity": _texts(("info", "warning", "error"), pick(listed.keys, 115, 3)),
            "field": _texts([field for _, field in _DEFECTS], kind),
            "message": _glued("invented, on line ", _number(line + 1)),
            "page_no": np.ones(len(listed.owner), dtype=np.int32),
            "line_no": line + 1,
            "position": listed.position,
        }

    def _quarantine(self, stamp: Stamp) -> Mapping[str, Any]:
        kept = np.flatnonzero(self.is_quarantined)
        return {
            "document_id": self.document_ids.take(pa.array(kept)),
            "cable_id": self.cable_ids.take(pa.array(kept)),
            "stage": pa.array(np.full(len(kept), "expectations")),
            "code": pa.array(np.full(len(kept), "cables.invented")),
            "message": pa.array(np.full(len(kept), "invented: to be looked at")),
            "quarantined_at": pa.array([stamp.at] * len(kept), pa.timestamp("us")),
            "attempts": np.ones(len(kept), dtype=np.int32),
        }

    def _decision(self) -> Numbers:
        return (self.redaction_counts > 0).astype(np.int64)

    def _reviewed_on(self) -> pa.Array:
        days = 365 * 8 + pick(self.keys, 120, 365 * 25)
        sent = self.dtg.astype("datetime64[D]")
        return pa.array(np.minimum(sent + days, np.datetime64("2024-12-31")))

    def _documents(self, stamp: Stamp) -> Mapping[str, Any]:
        n = self.count
        name = _glued(_number(self.places, 9), ".pdf")
        empty = _lists(pa.array([], pa.string()), np.zeros(n, dtype=np.int64))
        reason = pa.array(np.full(n, "invented: to be looked at"))
        return {
            "document_id": self.document_ids,
            "file_name": name,
            "source_uri": _glued(_number(self.places // 1000, 6), "/", name),
            "byte_count": 40_000 + 60_000 * self.page_counts,
            "page_count": self.page_counts,
            "status": pc.if_else(pa.array(self.is_quarantined), "quarantined", "loaded"),
            "status_reason": _null(reason, self.is_quarantined),
            "release_decision": _texts(("full", "part"), self._decision()),
            "review_authority": _texts(("ADAM B CARR", "EVE D FOX"), pick(self.keys, 121, 2)),
            "reviewed_on": self._reviewed_on(),
            "case_id": _glued("F-", _number(pick(self.keys, 122, 90_000), 5)),
            "run_id": pa.array(np.full(n, stamp.run_id)),
            "loaded_at": pa.array([stamp.at] * n, pa.timestamp("us")),
            "parser_version": pa.array(np.full(n, "1")),
            "content_digest": self.document_ids,
            "text_sketch": _lists(pa.array([], pa.int32()), np.zeros(n, dtype=np.int64)),
            "release_exemptions": empty,
            "review_reasons": empty,
        }

    def _header_texts(self) -> list[pa.Array]:
        n = self.count
        fixed = {
            0: "UNCLASSIFIED  U.S. Department of State",
            3: "INFO  LOG-00  NP-00  AID-00",
            7: "TO SECSTATE WASHDC",
            8: "INFO ALL DIPLOMATIC POSTS COLLECTIVE",
            13: "REF: AS LISTED",
        }
        filled = {
            1: _texts(("RELEASED IN FULL", "RELEASED IN PART"), self._decision()),
            2: _glued("ACTION ", _texts(_OFFICES, pick(self.keys, 130, len(_OFFICES))), "-00"),
            4: _glued("-" * 18, _number(pick(self.keys, 131, 999_999), 6)),
            5: _glued(pc.utf8_slice_codeunits(self.precedence, 0, 1), " ", self.dtg_raw),
            6: _glued("FM ", self.originator),
            9: _glued(self.classification, " ", self.post, " ", _number(self.serial, 5)),
            10: _glued("E.O. ", self.order, ": N/A"),
            11: _glued("TAGS: ", _joined(self.tag_codes, 1 + pick(self.said, 19, 4), ", ")),
            12: _glued("SUBJECT: ", self.subject),
        }
        return [
            filled[slot] if slot in filled else pa.array(np.full(n, fixed[slot]))
            for slot in range(_HEADER_LINES)
        ]

    def _lines(self) -> Mapping[str, Any]:
        n, counts = self.count, self.line_counts
        listed = _Listed.of(counts, self.keys, 140)
        place = listed.position - 1
        is_last = place == counts[listed.owner] - 1
        sentences = len(self.sentence_line)
        before = np.cumsum(counts - _HEADER_LINES - 1) - (counts - _HEADER_LINES - 1)
        source = np.where(
            place < _HEADER_LINES,
            place * n + listed.owner,
            _HEADER_LINES * n + before[listed.owner] + place - _HEADER_LINES,
        )
        source = np.where(is_last, _HEADER_LINES * n + sentences + listed.owner, source)
        prefix = np.full(sentences, len(self.numbered), dtype=np.int64)
        prefix[self.paragraph_first_sentence] = np.arange(len(self.numbered))
        prefixes = pa.concat_arrays([self.numbered, pa.array([""])])
        printed = _glued(prefixes.take(pa.array(prefix)), self.sentence_text)
        texts = pa.concat_arrays([*self._header_texts(), printed, self.signature])
        layers = np.array(["release"] * 2 + ["relay"] * 3 + ["header"] * 9 + ["body"])
        top = 60.0 + 14 * (place % PAGE_LINES)
        text = texts.take(pa.array(source))
        width = np.asarray(pc.utf8_length(text), dtype=np.float64)
        return {
            "document_id": self.document_ids.take(pa.array(listed.owner)),
            "page_no": place // PAGE_LINES + 1,
            "line_no": place % PAGE_LINES + 1,
            "text": text,
            "x0": np.full(len(place), 72.0),
            "top": top,
            "x1": np.minimum(72 + 5 * width, 600.0),
            "bottom": top + 12,
            "confidence": _null(
                _shares(0.75 + 0.25 * share(listed.keys, 141)), self.is_ocr[listed.owner]
            ),
            "layer": _texts(layers.tolist(), np.minimum(place, _HEADER_LINES)),
            "cable_id": _null(self.cable_ids.take(pa.array(listed.owner)), place >= 2),
        }

    def _pages(self, line_text: pa.Array) -> Mapping[str, Any]:
        listed = _Listed.of(self.page_counts, self.keys, 150)
        rest = self.line_counts[listed.owner] - PAGE_LINES * (listed.position - 1)
        counts = np.minimum(rest, PAGE_LINES)
        source = pa.array(self.is_ocr[listed.owner])
        return {
            "document_id": self.document_ids.take(pa.array(listed.owner)),
            "page_no": listed.position,
            "width": np.full(len(counts), 612.0),
            "height": np.full(len(counts), 792.0),
            "text_source": pc.if_else(source, "ocr", "embedded"),
            "engine": _null(pa.array(np.full(len(counts), "tesseract 5.3.0")), source),
            "mean_confidence": _null(_shares(0.8 + 0.19 * share(listed.keys, 151)), source),
            "text": _joined(line_text, counts, "\n"),
            "line_count": counts,
            "redacted_share": np.zeros(len(counts)),
            "unread_share": np.zeros(len(counts)),
            "turned_degrees": np.zeros(len(counts), dtype=np.int32),
            "route_reason": pc.if_else(source, "no embedded text", "embedded text is sound"),
            "doubts": _lists(pa.array([], pa.string()), np.zeros(len(counts), dtype=np.int64)),
            "hidden_word_count": np.zeros(len(counts), dtype=np.int32),
        }

    def _documents_without_cable(self, stamp: Stamp) -> Arrow:
        """Return a document without a cable, of a page with one line, for every fifty cables."""
        places = [p for p in self.places.tolist() if p % _NO_CABLE_EVERY == 0]
        ids = [
            hashlib.sha256(f"{self.plan.size.seed} none {p}".encode()).hexdigest() for p in places
        ]
        names = [f"none-{place:09d}.pdf" for place in places]
        n = len(ids)
        rows: dict[str, Mapping[str, Any]] = {
            "documents": {
                "document_id": ids,
                "file_name": names,
                "source_uri": names,
                "byte_count": [40_000] * n,
                "page_count": [1] * n,
                "status": ["no_cable"] * n,
                "status_reason": ["no part of it has the form of a cable"] * n,
                "run_id": [stamp.run_id] * n,
                "loaded_at": [stamp.at] * n,
                "parser_version": ["1"] * n,
                "content_digest": ids,
                "text_sketch": [[]] * n,
                "release_exemptions": [[]] * n,
                "review_reasons": [[]] * n,
            },
            "document_sources": {"document_id": ids, "source_uri": names, "file_name": names},
            "pages": {
                "document_id": ids,
                "page_no": [1] * n,
                "width": [612.0] * n,
                "height": [792.0] * n,
                "text_source": ["embedded"] * n,
                "text": ["MEMORANDUM"] * n,
                "line_count": [1] * n,
                "redacted_share": [0.0] * n,
                "unread_share": [0.0] * n,
                "turned_degrees": [0] * n,
                "route_reason": ["embedded text is sound"] * n,
                "doubts": [[]] * n,
                "hidden_word_count": [0] * n,
            },
            "lines": {
                "document_id": ids,
                "page_no": [1] * n,
                "line_no": [1] * n,
                "text": ["MEMORANDUM"] * n,
                "x0": [72.0] * n,
                "top": [60.0] * n,
                "x1": [140.0] * n,
                "bottom": [72.0] * n,
                "layer": ["unclaimed"] * n,
            },
        }
        by_name = {table.name: table for table in DOCUMENT_TABLES}
        return {name: _table(by_name[name].columns, given) for name, given in rows.items()}


def _table(columns: Sequence[Any], given: Mapping[str, Any]) -> pa.Table:
    """Return an Arrow table of these columns; those not given are NULL."""
    unknown = set(given) - {column.name for column in columns}
    if unknown:
        raise ValueError(f"no such columns: {sorted(unknown)}")
    rows = len(next(iter(given.values())))
    arrays = []
    for column in columns:
        values = given.get(column.name)
        if values is None:
            arrays.append(pa.nulls(rows, column.arrow_type))
        elif isinstance(values, (pa.Array, pa.ChunkedArray)):
            arrays.append(values.cast(column.arrow_type))
        else:
            arrays.append(
                pa.array(values).cast(column.arrow_type)
                if not isinstance(values, list)
                else pa.array(values, column.arrow_type)
            )
    return pa.Table.from_arrays(
        arrays,
        schema=pa.schema([(column.name, column.arrow_type) for column in columns]),
    )


def stamp_of(number: int) -> Stamp:
    """Return the run and time of the first, second, ... load."""
    return Stamp(run_id=f"invented-{number}", at=datetime(2025, 1, number))
