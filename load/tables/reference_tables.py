"""The vocabularies as tables. Everything else in load knows only the rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from load.tables.records import TABLE_BY_NAME
from load.tables.rows import Rows
from load.tables.vocabulary_records import (
    ExemptionCodeRow,
    OfficeCodeRow,
    PostName,
    PostNameKind,
    PostRow,
    TagCodeRow,
)
from transform.vocab import EXEMPTIONS, OFFICES, POSTS, TAGS, cut_name


def _post_names() -> Iterable[PostName]:
    """Every name of every post once. Where posts share a name, it is the one a parser finds."""
    named: dict[str, PostNameKind] = {}
    for post in POSTS.posts:
        for kind, names in (
            (PostNameKind.OWN, (post.post,)),
            (PostNameKind.FORMER, post.former_names),
            (PostNameKind.OTHER, post.other_names),
            (PostNameKind.CUT, map(cut_name, (post.post, *post.former_names))),
        ):
            for name in names:
                named[name] = min(kind, named.get(name, kind), key=list(PostNameKind).index)
    for name, kind in named.items():
        found = POSTS.find(name)
        if found is not None:
            yield PostName(name=name, post=found.post, kind=kind)


@cache
def reference_rows() -> Rows:
    """Return the rows of the reference tables by table name, in order of their keys.

    Made once in a process, for all builds of it: nobody may change them.
    """
    posts = [
        PostRow(
            post=post.post,
            kind=post.kind,
            city=post.city,
            country=post.country,
            iso_country=post.iso_country,
            latitude=post.latitude,
            longitude=post.longitude,
            bureau=post.bureau,
            opened_on=post.opened_on,
            closed_on=post.closed_on,
            source=post.source,
        )
        for post in POSTS.posts
    ]
    tags = [
        TagCodeRow(
            tag=tag.tag,
            kind=tag.kind,
            meaning=tag.meaning,
            valid_from=tag.valid_from,
            valid_to=tag.valid_to,
            source=tag.source,
        )
        for tag in TAGS.values()
    ]
    offices = [
        OfficeCodeRow(office=office.office, meaning=office.meaning, source=office.source)
        for office in OFFICES.values()
    ]
    exemptions = [
        ExemptionCodeRow(
            code=code.code,
            authority=code.authority,
            meaning=code.meaning,
            valid_from=code.valid_from,
            valid_to=code.valid_to,
            source=code.source,
        )
        for code in EXEMPTIONS.codes
    ]
    records: dict[str, Iterable[object]] = {
        "posts": posts,
        "post_names": _post_names(),
        "tag_codes": tags,
        "office_codes": offices,
        "exemption_codes": exemptions,
    }
    return {
        name: sorted((TABLE_BY_NAME[name].row(record) for record in given), key=lambda row: row[0])
        for name, given in records.items()
    }
