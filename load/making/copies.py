"""Which printed copies are copies of one cable: computed from all cables, whenever a file is built.

The same cables give the same groups in whatever order they came. The queries and what they ask of
two texts are in `load/sql/copies`; the groups are made here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from importlib import resources

import duckdb

from load.making.bulk import arrow_tables
from load.tables.records import TABLE_BY_NAME, CopyRow
from transform.fingerprint import SKETCH_SIZE

Connection = duckdb.DuckDBPyConnection

_NEAR = {
    "sketch_size": SKETCH_SIZE,
    # Of two copies, one so damaged that they share an eighth of their shingles, 98 % have two of
    # their 48 lowest hashes in common; asking the lowest alone keeps the join small.
    "candidate_hashes": 48,
    "least_shared": 2,
    # More copies of one cable than that have a number, or agree in sender and DTG.
    "most_sharers": 64,
    # Cables of one embassy share 3 % of their shingles at most, a copy with half of its text
    # withheld and 7 % of its characters misread some 9 %.
    "alike_with_time": 0.06,
    # A fully printed copy with 7 % of its characters misread shares 13 % and more.
    "alike_with_sender": 0.12,
    # Texts put together from the same sentences share up to 18 %.
    "alike": 0.25,
    # Scans of forms: what is typed in differs, and half of what is read is debris.
    "alike_document": 0.1,
}
"""What the query for near-duplicates asks; shares of all shingles, measured on releases of 1974 to
2011 and on damage put into them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked:
    """A cable that is linked to another, with what it says of itself; see linked_cables.sql."""

    cable_id: str
    mrn: str | None
    year: int | None
    post: str | None
    serial: int | None
    mrn_key: str | None
    sent_at: str | None


@dataclass(slots=True, kw_only=True)
class _Group:
    """Cables taken for copies of one, with the numbers and the sending times they print."""

    members: list[_Linked]
    keys: set[str]
    times: set[str]

    def contradicts(self, other: _Group) -> bool:
        """Whether both print numbers, or both times, and none is the same."""
        return any(
            ours and theirs and ours.isdisjoint(theirs)
            for ours, theirs in ((self.keys, other.keys), (self.times, other.times))
        )

    def join(self, other: _Group) -> None:
        """Take in the members of another group."""
        self.members += other.members
        self.keys |= other.keys
        self.times |= other.times


def link_copies(connection: Connection) -> None:
    """Fill `near_texts` and `cable_copies` from the documents and cables of the connection.

    Args:
        connection: A connection to the new file, its documents, cables and post names in place.
    """
    near = copies_sql("near_texts")
    connection.execute(
        f"INSERT INTO near_texts SELECT * FROM ({near}) ORDER BY kind, id, other_id", _NEAR
    )
    links = connection.execute(copies_sql("links")).fetchall()
    ids = sorted({one for _, *pair in links for one in pair})
    found = connection.execute(copies_sql("linked_cables"), {"linked": ids}).fetchall()
    names = [one.name for one in fields(_Linked)]
    groups = _groups(links, [_Linked(**dict(zip(names, row, strict=True))) for row in found])
    rows = [TABLE_BY_NAME["cable_copies"].row(copy) for group in groups for copy in _copies(group)]
    connection.register("linked_copies", arrow_tables({"cable_copies": rows})["cable_copies"])
    connection.execute(
        "INSERT INTO cable_copies SELECT * FROM ("
        "SELECT cable_id, cable_id, mrn, year, post, serial FROM cables "
        "ANTI JOIN linked_copies USING (cable_id) UNION ALL FROM linked_copies) ORDER BY cable_id"
    )
    connection.unregister("linked_copies")


def copies_sql(name: str) -> str:
    """Return a query of `load/sql/copies` by the name of its file."""
    return (resources.files("load") / "sql" / "copies" / f"{name}.sql").read_text("utf-8")


def _groups(links: Sequence[tuple[bool, str, str]], linked: Iterable[_Linked]) -> list[_Group]:
    """Join linked cables, the strongest link first.

    A link by text alone joins nothing that contradicts itself: a text sent again under another
    number is another cable, and a copy without a number must not make one of two cables.
    """
    group_of = {
        one.cable_id: _Group(
            members=[one],
            keys=set(filter(None, [one.mrn_key])),
            times=set(filter(None, [one.sent_at])),
        )
        for one in linked
    }
    for is_by_text, one_id, other_id in links:
        one, other = group_of[one_id], group_of[other_id]
        if one is other or (is_by_text and one.contradicts(other)):
            continue
        if len(one.members) < len(other.members):
            one, other = other, one
        one.join(other)
        for member in other.members:
            group_of[member.cable_id] = one
    return list({id(group): group for group in group_of.values()}.values())


def _copies(group: _Group) -> Iterable[CopyRow]:
    """Return the rows of a group: its number is the one most copies print, the lowest of equals."""
    identity_id = min(one.cable_id for one in group.members)
    counted = Counter((one.mrn, one.year, one.post, one.serial) for one in group.members if one.mrn)
    mrn, year, post, serial = min(
        counted, key=lambda named: (-counted[named], named[0]), default=(None, None, None, None)
    )
    for one in group.members:
        yield CopyRow(
            cable_id=one.cable_id,
            identity_id=identity_id,
            mrn=mrn,
            year=year,
            post=post,
            serial=serial,
        )
