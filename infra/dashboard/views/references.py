"""Who cites whom: over the whole warehouse, and around one cable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from infra.dashboard.page import NotFound, Page
from infra.dashboard.warehouse import Reading, Row

NODE_WIDTH, NODE_HEIGHT = 170.0, 26.0
COLUMN_STEP, ROW_STEP = 240.0, 34.0
MOST_IN_COLUMN = 14
"""Cables of a column that fit on a laptop's screen; the lists below the graph have all."""

NAMES = {
    -2: "cited by those",
    -1: "cited by it",
    0: "this cable",
    1: "cite it",
    2: "cite those",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One cable of the graph. `key` is its id where it is held, else its number as printed."""

    key: str
    label: str
    title: str
    column: int
    x: float
    y: float
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One citation: a line from the citing cable's left side to the cited one's right side."""

    x1: float
    y1: float
    x2: float
    y2: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The cables around one, older ones to the left."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    heads: tuple[tuple[float, str], ...]
    left_out: int
    width: float
    height: float


def references(reading: Reading, request: Request) -> Page:
    """Show the cables cited most, held and not held."""
    return Page(
        template="references.html",
        context={
            "most_cited": reading.ask("most_cited"),
            "not_held": reading.ask("cited_not_held"),
        },
    )


def graph_of(reading: Reading, request: Request) -> Page:
    """Show the cables around one: what it cites, what cites it, and one step further."""
    cable_id = request.path_params["cable_id"]
    cable = reading.one("cable", cable_id=cable_id)
    if cable is None:
        raise NotFound(f"No cable has the id {cable_id!r}. Search for its number or words.")
    own = [row["cable_id"] for row in reading.ask("identity", cable_id=cable_id)] or [cable_id]
    cited = _held_first(reading.ask("graph_cited", ids=own))
    citing = reading.ask("graph_citing", ids=own)
    seen = {*own, *_ids(cited, "target_id"), *_ids(citing, "source_id")}
    cited_2 = reading.ask("graph_cited", ids=sorted(_ids(cited, "target_id") - {*own}))
    citing_2 = reading.ask("graph_citing", ids=sorted(_ids(citing, "source_id") - {*own}))
    return Page(
        template="graph.html",
        context={
            "cable": cable,
            "cited": list(_nodes_of(cited, -1).values()),
            "citing": list(_nodes_of(citing, 1).values()),
            "graph": lay_out(
                cable,
                own,
                {
                    -2: [row for row in cited_2 if row["target_id"] not in seen],
                    -1: cited,
                    1: citing,
                    2: [row for row in citing_2 if row["source_id"] not in seen],
                },
            ),
        },
    )


def lay_out(cable: Row, own: Sequence[str], columns: dict[int, Sequence[Row]]) -> Graph:
    """Return where the cables of a graph stand.

    Args:
        cable: The one in the middle.
        own: The ids of all its copies.
        columns: The citations of each column: below 0 what is cited, above 0 what cites.
    """
    wanted = {column: _nodes_of(rows, column) for column, rows in columns.items()}
    used = [0, *(column for column, nodes in wanted.items() if nodes)]
    first = min(used)
    tallest = max([1, *(min(len(nodes), MOST_IN_COLUMN) for nodes in wanted.values())])
    height = 30 + tallest * ROW_STEP
    middle = Node(
        key=str(cable["cable_id"]),
        label=str(cable["mrn"] or "no number"),
        title=str(cable["subject"] or ""),
        column=0,
        x=-first * COLUMN_STEP,
        y=30 + (tallest - 1) * ROW_STEP / 2,
        is_held=True,
    )
    placed: dict[tuple[int, str], Node] = {(0, one): middle for one in own}
    left_out = 0
    for column in sorted(wanted, key=abs):
        nodes = list(wanted[column].items())
        left_out += max(0, len(nodes) - MOST_IN_COLUMN)
        nodes = nodes[:MOST_IN_COLUMN]
        start = 30 + (tallest - len(nodes)) * ROW_STEP / 2
        for n, (key, row) in enumerate(nodes):
            placed[column, key] = Node(
                key=key,
                label=str(row["label"]),
                title=str(row["subject"] or ""),
                column=column,
                x=(column - first) * COLUMN_STEP,
                y=start + n * ROW_STEP,
                is_held=column > 0 or row["target_id"] is not None,
            )
    edges = _edges(columns, placed)
    return Graph(
        nodes=tuple(dict.fromkeys(placed.values())),
        edges=edges,
        heads=tuple(((column - first) * COLUMN_STEP, NAMES[column]) for column in sorted({*used})),
        left_out=left_out,
        width=(max(used) - first) * COLUMN_STEP + NODE_WIDTH + 2,
        height=height,
    )


def _edges(
    columns: dict[int, Sequence[Row]], placed: dict[tuple[int, str], Node]
) -> tuple[Edge, ...]:
    edges: list[Edge] = []
    for column, rows in columns.items():
        for row in rows:
            inner = column + (1 if column < 0 else -1)
            if column < 0:
                later = placed.get((inner, row["source_id"]))
                earlier = placed.get((column, _key(row, column)))
            else:
                later = placed.get((column, _key(row, column)))
                earlier = placed.get((inner, row["target_id"]))
            if later is None or earlier is None:
                continue
            edges.append(
                Edge(
                    x1=later.x,
                    y1=later.y + NODE_HEIGHT / 2,
                    x2=earlier.x + NODE_WIDTH,
                    y2=earlier.y + NODE_HEIGHT / 2,
                    says=f"{later.label} cites {earlier.label}",
                )
            )
    return tuple(dict.fromkeys(edges))


def _nodes_of(rows: Sequence[Row], column: int) -> dict[str, Row]:
    """Return the cables of a column, each once, in the order of the rows."""
    nodes: dict[str, Row] = {}
    for row in rows:
        nodes.setdefault(_key(row, column), row)
    return nodes


def _key(row: Row, column: int) -> str:
    return str((row["target_id"] or row["label"]) if column < 0 else row["source_id"])


def _ids(rows: Sequence[Row], name: str) -> set[str]:
    return {row[name] for row in rows if row[name] is not None}


def _held_first(rows: Sequence[Row]) -> Sequence[Row]:
    return sorted(rows, key=lambda row: row["target_id"] is None)
