"""What a document was read with is put into words and found in them again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.store.keys import joined_keys
from flows.parser_version import parser_version
from flows.runs.loading import reading_version
from load.making.ledger import pages_of_documents
from load.tables.reading_version import keys_in
from load.warehouse import building
from tests.load.invented import document, document_id, stamp

FIRST, SECOND = "0123456789abcdef", "fedcba9876543210"


@pytest.mark.parametrize("keys", [None, joined_keys(FIRST, None), joined_keys(FIRST, SECOND)])
@pytest.mark.parametrize("patches", ["", "0badcafe"])
@pytest.mark.parametrize("limits", ["", "1badcafe"])
def test_the_keys_are_found_again(keys, patches, limits):
    version = reading_version(keys, patches, limits)
    assert keys_in(version) == keys
    assert version.startswith(parser_version())
    assert keys is None or version.endswith(limits or patches)


def test_a_version_of_before_there_were_keys_names_none():
    assert keys_in("") is None
    assert keys_in(parser_version()) is None


def test_a_warehouse_says_what_its_documents_were_read_from(tmp_path):
    read_with = {1: joined_keys(FIRST, SECOND), 2: FIRST, 3: None}
    path = tmp_path / "w.duckdb"
    with building(path) as build:
        build.load(
            [
                replace(document(number), parser_version=reading_version(keys, "0badcafe"))
                for number, keys in read_with.items()
            ],
            stamp(),
        )
        build.finish()
        build.publish()
    assert pages_of_documents(path) == {
        document_id(number): keys for number, keys in read_with.items() if keys
    }
