"""Warehouses to show: one of invented rows, one of bundled samples whose paper is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from extract.document import extract_page, open_document
from extract.settings import ExtractSettings
from extract.source import hash_file
from infra.dashboard.app import create_app
from load.tables.columns import BigInt
from load.tables.records import DocumentFacts
from load.tables.rows import DocumentLoad
from tests.infra.dashboard.served import served
from tests.load.invented import (
    cable,
    check_result,
    defect,
    document,
    failed,
    mention,
    no_cable,
    publish,
    quarantined,
    reading,
    redaction,
    reference,
)
from transform.cable import Block, Layer, LineLayer
from transform.defects import DefectCode
from transform.parse import parse_document

TEXT_SAMPLES = ("born_digital.pdf", "two_sections.pdf")
"""Bundled samples with a text layer: they are read without an engine."""

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'; DROP TABLE cables; --",
    "\x1b[31mred\x1b[0m {{ 7 * 7 }} %s ${x}",
)
"""What a file may print: none of it may be anything but text."""


def hostile_document(number: int) -> DocumentLoad:
    """A document whose file name, subject, paragraphs, readings and defects are hostile."""
    text = " ".join(HOSTILE)
    load = document(
        number,
        cable(
            number,
            subject=text,
            originator=HOSTILE[0],
            paragraphs=(replace(cable(1).paragraphs[0], text=text),),
            readings=(reading("subject", text), reading("subject", HOSTILE[1], is_chosen=False)),
            defects=(replace(defect(DefectCode.READINGS_DISAGREE, "subject", 2), message=text),),
        ),
    )
    facts = replace(load.facts, file_name=f"{HOSTILE[1]}.pdf", source_uri=f"{HOSTILE[1]}.pdf")
    return replace(load, facts=facts)


def invented_documents() -> list[DocumentLoad]:
    """Documents of every status, with references, redactions and defects."""
    told = document(2, cable(2, references=(reference("11 MEXICO 1"), reference("10 LIMA 77"))))
    withheld = document(
        3,
        cable(
            3,
            post="LIMA",
            redaction_count=1,
            redactions=(redaction(),),
            readings=(
                reading("dtg", "2011-01-31T22:43:00Z"),
                reading("dtg", "2011-01-31T00:00:00Z", block=Block.CARD, is_chosen=False),
            ),
            defects=(defect(DefectCode.READINGS_DISAGREE, "dtg", 2),),
            mentions=(mention(mrn="10 LIMA 77"),),
        ),
    )
    layered = document(4, cable(4))
    assert layered.parsed is not None
    lines = (
        LineLayer(page_no=1, line_no=1, layer=Layer.RELEASE),
        LineLayer(page_no=1, line_no=2, layer=Layer.RELAY, cable_no=1),
        LineLayer(page_no=1, line_no=3, layer=Layer.BODY, cable_no=1),
    )
    return [
        document(1),
        told,
        withheld,
        replace(layered, parsed=replace(layered.parsed, line_layers=lines)),
        no_cable(5),
        failed(6),
        quarantined(7),
        hostile_document(8),
    ]


def read_sample(path: Path) -> DocumentLoad:
    """A bundled sample as a run reads it."""
    document_id, byte_count = hash_file(path)
    count = open_document(path).page_count
    pages = tuple(
        extract_page(path, document_id, page_no, ExtractSettings())
        for page_no in range(1, count + 1)
    )
    return DocumentLoad(
        facts=DocumentFacts(
            document_id=document_id,
            file_name=path.name,
            source_uri=path.name,
            byte_count=BigInt(byte_count),
            page_count=count,
        ),
        parser_version="1",
        pages=pages,
        parsed=parse_document(pages),
    )


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of invented rows; the paper of none of them is there."""
    path: Path = tmp_path_factory.mktemp("invented") / "warehouse.duckdb"
    publish(path, invented_documents(), results=[check_result(), check_result(2, success=False)])
    return path


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A folder with the bundled samples that have a text layer."""
    folder: Path = tmp_path_factory.mktemp("papers")
    for name in TEXT_SAMPLES:
        shutil.copyfile(samples / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> Path:
    """A warehouse of bundled samples as read."""
    path: Path = tmp_path_factory.mktemp("printed") / "warehouse.duckdb"
    publish(path, [read_sample(papers / name) for name in TEXT_SAMPLES])
    return path


@pytest.fixture(scope="session")
def invented_client(invented: Path) -> Iterator[httpx.Client]:
    """The dashboard of the invented warehouse."""
    with served(create_app(invented)) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.fixture(scope="session")
def printed_client(printed: Path, papers: Path) -> Iterator[httpx.Client]:
    """The dashboard of the samples, with their paper."""
    app = create_app(printed, [papers])
    with served(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client
