"""A cable beside its paper, and a document's pages where it holds no cable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request

from infra.dashboard.fields import GROUPS, PART_OF, REMOVED_LAYERS, Field
from infra.dashboard.overlay import Sheet, shapes_of, sheet_of
from infra.dashboard.page import NotFound, Page, WrongAddress, number_of, text_of, texts_of
from infra.dashboard.papers import Missing, Papers
from infra.dashboard.warehouse import Reading, Row

ITEMS = ("field", "paragraph", "line", "reading", "defect", "redaction")
"""What can be selected, by the parameter of the address that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One field with all that was read for it and is wrong with it."""

    field: Field
    value: Any
    readings: Sequence[Row]
    defects: Sequence[Row]
    page_no: int | None

    @property
    def key(self) -> str:
        """What selects it."""
        return f"field:{self.field.name}"

    @property
    def has_anything(self) -> bool:
        """Whether there is something to show of it."""
        return bool(self.value not in (None, []) or self.readings or self.defects)

    @property
    def confidence(self) -> float | None:
        """How sure the chosen reading is."""
        return next((row["confidence"] for row in self.readings if row["is_chosen"]), None)

    @property
    def differing(self) -> Sequence[Row]:
        """Its readings, where they are more than one that says it all."""
        said = {(row["field"], row["value"], row["raw"]) for row in self.readings}
        return self.readings if len(said) > 1 else ()


class CableViews:
    """The pages that show paper; they need to know where PDFs are."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def cable(self, reading: Reading, request: Request) -> Page:
        """Show a cable: its fields, paragraphs, defects, and one of its pages with the boxes."""
        cable_id = request.path_params["cable_id"]
        cable = reading.one("cable", cable_id=cable_id)
        if cable is None:
            raise NotFound(f"No cable has the id {cable_id!r}. Search for its number or its words.")
        document = reading.one("document", document_id=cable["document_id"])
        if document is None:
            raise NotFound("The document of this cable is not in the warehouse.")
        readings = reading.ask("readings", cable_id=cable_id)
        paragraphs = reading.ask("paragraphs", cable_id=cable_id)
        all_defects = reading.ask("defects", document_id=document["document_id"])
        defects = [row for row in all_defects if row["cable_id"] in (None, cable_id)]
        redactions = reading.ask("redactions", document_id=document["document_id"])
        key = selected_key(request)
        page_no = number_of(request, "page") or _page_of(key, cable, readings, paragraphs, defects)
        copies = reading.ask("copies", cable_id=cable_id)
        paper = self._paper(
            reading,
            request,
            document,
            page_no,
            cable_id,
            readings=readings,
            redactions=redactions,
            defects=defects,
        )
        return Page(
            template="cable.html",
            context={
                **paper,
                "path": f"/cable/{cable_id}",
                "cable": cable,
                "document": document,
                "groups": _groups(cable, document, readings, defects),
                "list_readings": {
                    name: [row for row in readings if row["field"] == name]
                    for name in ("addressees", "distribution", "references")
                },
                "paragraphs": paragraphs,
                "addressees": reading.ask("addressees", cable_id=cable_id),
                "distribution": reading.ask("distribution", cable_id=cable_id),
                "tags": reading.ask("tags_of_cable", cable_id=cable_id),
                "references": reading.ask("references", cable_id=cable_id),
                "mentions": reading.ask("mentions", cable_id=cable_id),
                # References point at the best copy, whichever that is.
                "citing": reading.ask(
                    "graph_citing", ids=[cable_id, *(row["cable_id"] for row in copies)]
                ),
                "redactions": [row for row in redactions if row["cable_id"] in (None, cable_id)],
                "defects": defects,
                "copies": copies,
                "shown_elsewhere": reading.ask("shown_elsewhere", cable_id=cable_id),
                "siblings": reading.ask("cables_of_document", document_id=document["document_id"]),
                "kept_out": [
                    row
                    for row in reading.ask("kept_out", document_id=document["document_id"])
                    if row["cable_id"] in (None, cable_id)
                ],
                "key": key,
            },
        )

    def document(self, reading: Reading, request: Request) -> Page:
        """Show a document: what became of it, and its pages with their lines."""
        document = document_of(reading, request)
        document_id = document["document_id"]
        defects = reading.ask("defects", document_id=document_id)
        redactions = reading.ask("redactions", document_id=document_id)
        return Page(
            template="document.html",
            context={
                **self._paper(
                    reading,
                    request,
                    document,
                    number_of(request, "page") or 1,
                    None,
                    redactions=redactions,
                    defects=defects,
                ),
                "path": f"/document/{document_id}",
                "document": document,
                "cables": reading.ask("cables_of_document", document_id=document_id),
                "defects": defects,
                "redactions": redactions,
                "kept_out": reading.ask("kept_out", document_id=document_id),
                "places": reading.ask("places", document_id=document_id),
                "key": selected_key(request),
            },
        )

    def find_paper(self, reading: Reading, document_id: str) -> Path | Missing:
        """Return the released PDF of a document, or why there is none."""
        return self._papers.find(
            document_id,
            [row["source_uri"] for row in reading.ask("places", document_id=document_id)],
            [row["source"] for row in reading.ask("sources")],
        )

    def _paper(
        self,
        reading: Reading,
        request: Request,
        document: Row,
        page_no: int,
        cable_id: str | None,
        **boxes: Sequence[Row],
    ) -> Mapping[str, Any]:
        """Return what the side with the paper shows: one page, its boxes, and the removed lines."""
        document_id = document["document_id"]
        pages = reading.ask("pages", document_id=document_id)
        page = next((row for row in pages if row["page_no"] == page_no), None)
        if page is None and (pages or request.query_params.get("page")):
            raise NotFound(f"The document has no page {page_no} that was read.")
        sheet: Sheet | None = None
        lines: Sequence[Row] = ()
        paper: Path | Missing | None = None
        if page is not None:
            sheet = sheet_of(page, _turn_of(request))
            lines = reading.ask("lines", document_id=document_id, page_no=page_no)
            paper = self.find_paper(reading, document_id)
        layers = [
            one for one in texts_of(request, "layer", len(REMOVED_LAYERS)) if one in REMOVED_LAYERS
        ]
        return {
            "pages": pages,
            "page": page,
            "sheet": sheet,
            "lines": lines,
            "shapes": shapes_of(page_no, cable_id, lines=lines, **boxes),
            "missing": paper.reason if isinstance(paper, Missing) else None,
            "layers": layers,
            "layer_counts": [
                row
                for row in reading.ask("layers", document_id=document_id)
                if row["layer"] in REMOVED_LAYERS
            ],
            "removed": reading.ask("removed_lines", document_id=document_id, layers=layers)
            if layers
            else (),
        }


def _turn_of(request: Request) -> int | None:
    """Return how the address wants the page turned: a turn for reading is a guess on bad scans."""
    turned = number_of(request, "turn", 270)
    if turned is not None and turned % 90:
        raise WrongAddress(f"turn in the address is {turned}, and should be 0, 90, 180 or 270")
    return turned


def document_of(reading: Reading, request: Request) -> Row:
    """Return the document the address names."""
    document_id = request.path_params["document_id"]
    document = reading.one("document", document_id=document_id)
    if document is None:
        raise NotFound(f"No document has the id {document_id!r}. It is the sha256 of its file.")
    return document


def selected_key(request: Request) -> str | None:
    """Return what the address selects: `field:dtg`, `paragraph:3`."""
    for name in ITEMS:
        given = text_of(request, name)
        if given is not None:
            return f"{name}:{given}"
    return None


def _page_of(
    key: str | None,
    cable: Row,
    readings: Sequence[Row],
    paragraphs: Sequence[Row],
    defects: Sequence[Row],
) -> int:
    """Return the page to show for what is selected; the cable's first when nothing is."""
    first = int(cable["page_first"])
    if key is None:
        return first
    kind, _, name = key.partition(":")
    if kind == "field":
        of_field = [row for row in readings if PART_OF.get(row["field"], row["field"]) == name]
        return next((row["page_no"] for row in of_field if row["page_no"]), first)
    rows = {"reading": readings, "paragraph": paragraphs, "defect": defects}.get(kind, ())
    found = next((row for row in rows if str(row["position"]) == name), None)
    if found is None:
        return first
    page_no = found["page_first"] if kind == "paragraph" else found["page_no"]
    return int(page_no or first)


def _groups(
    cable: Row, document: Row, readings: Sequence[Row], defects: Sequence[Row]
) -> list[tuple[str, list[FieldShown]]]:
    """Return the fields that have a value, a reading or a defect, in their groups."""
    groups: list[tuple[str, list[FieldShown]]] = []
    for group in GROUPS:
        values = document if group.is_release else cable
        fields = [
            _field_shown(field, values[field.name], readings, defects) for field in group.fields
        ]
        shown = [one for one in fields if one.has_anything]
        if shown:
            groups.append((group.title, shown))
    return groups


def _field_shown(
    field: Field, value: Any, readings: Sequence[Row], defects: Sequence[Row]
) -> FieldShown:
    own = [row for row in readings if PART_OF.get(row["field"], row["field"]) == field.name]
    own.sort(key=lambda row: (row["field"] != field.name, not row["is_chosen"], row["position"]))
    return FieldShown(
        field=field,
        value=value,
        readings=own,
        defects=[
            row
            for row in defects
            if row["field"] and PART_OF.get(row["field"], row["field"]) == field.name
        ],
        page_no=next((row["page_no"] for row in own if row["page_no"]), None),
    )
