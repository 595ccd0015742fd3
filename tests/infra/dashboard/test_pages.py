"""Every page: that it answers, what it says, and that text of files is only ever text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

from infra.dashboard.app import SECURITY_HEADERS, create_app
from load.connection import query
from tests.infra.dashboard.conftest import HOSTILE
from tests.infra.dashboard.markup import Element, Markup, boxes
from tests.infra.dashboard.served import served
from tests.load.invented import cable, defect, document, document_id, failed, publish
from transform.defects import DefectCode

pytestmark = pytest.mark.slow

FIRST = f"/cable/{document_id(1)[:16]}-01"
TELLING = f"/cable/{document_id(2)[:16]}-01"
WITHHELD = f"/cable/{document_id(3)[:16]}-01"
LAYERED = f"/cable/{document_id(4)[:16]}-01"
QUARANTINED = f"/cable/{document_id(7)[:16]}-01"
HOSTILE_CABLE = f"/cable/{document_id(8)[:16]}-01"
HOSTILE_DOCUMENT = f"/document/{document_id(8)}"

PAGES = (
    "/",
    "/?year=2011",
    "/?post=MEXICO",
    "/?year=1900&post=NOWHERE",
    "/cables",
    "/cables?post=MEXICO&year=2011&month=1&classification=UNCLASSIFIED&tag=PGOV&decision=full",
    "/cables?year=1900",
    "/documents",
    "/documents?status=no_cable",
    "/tags",
    "/tags?tag=PGOV&tag=NONE&kind=subject",
    "/references",
    f"/references/{document_id(2)[:16]}-01",
    f"/references/{document_id(1)[:16]}-01",
    "/releases",
    "/quality",
    "/quality?year=2011",
    "/quality/readings.disagree",
    "/quality/readings.disagree?field=dtg",
    "/search",
    "/search?q=harbour",
    "/search?q=11+MEXICO+1",
    "/search?q=%22%27%3B--",
    FIRST,
    f"{FIRST}?field=subject",
    f"{TELLING}?paragraph=1",
    f"{WITHHELD}?redaction=1",
    f"{WITHHELD}?reading=2&page=1",
    f"{WITHHELD}?defect=1",
    f"{LAYERED}?layer=release&layer=relay",
    QUARANTINED,
    HOSTILE_CABLE,
    HOSTILE_DOCUMENT,
    f"/document/{document_id(5)}",
    f"/document/{document_id(6)}",
)


@pytest.fixture(scope="module")
def answers(invented_client: httpx.Client) -> Callable[[str], httpx.Response]:
    """What the pages of the invented warehouse answer, each asked for once."""
    return cache(invented_client.get)


def shown(client: httpx.Client, address: str, status: int = 200) -> Markup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Markup(answer.text)


def test_a_warehouse_without_a_cable_has_all_pages_too(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    publish(path, [failed(1)])
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        for address in PAGES:
            if address.count("/") == 1 and ("?" not in address or "q=" in address):
                shown(client, address)
        assert client.get(f"/document/{document_id(1)}").status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_and_fit_for_a_keyboard_and_a_screen_reader(
    answers: Callable[[str], httpx.Response], address: str
):
    answer = answers(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Markup(answer.text)
    assert page.all("html")[0].attributes["lang"] == "en"
    assert len(page.all("h1")) == 1
    levels = [int(one.name[1]) for one in page.elements if re.fullmatch("h[1-6]", one.name)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("main")) == 1
    assert page.all("title")[0].text.strip() != "· cablehouse"
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in page.elements:
        for name in ("aria-labelledby", "for"):
            if name in one.attributes:
                assert one.attributes[name] in ids
        if one.name in ("input", "select") and one.attributes.get("type") != "hidden":
            named = one.attributes.get("aria-label") or "label" in one.parents
            assert named or one.attributes.get("id") == "q", one
        if one.name in ("a", "button"):
            assert one.text.strip() or one.attributes.get("aria-label"), one
        if one.name == "th":
            assert one.attributes.get("scope"), one
        # A region that scrolls must be reached by a keyboard, and say what it is.
        if "scroll" in (one.attributes.get("class") or "").split():
            assert one.attributes["tabindex"] == "0"
            assert one.attributes["aria-label"]
    charts = [one for one in page.all("svg") if one.attributes.get("role") == "group"]
    assert all(one.attributes["aria-label"] for one in charts)


@pytest.mark.parametrize("address", [*PAGES, "/nothing-here", "/cables?year=x"])
def test_nothing_of_a_page_runs_or_comes_from_elsewhere(
    invented_client: httpx.Client, address: str
):
    answer = invented_client.get(address)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    page = Markup(answer.text)
    assert [one.attributes for one in page.all("script")] == [
        {"src": "/static/keys.js", "defer": None}
    ]
    assert not page.all("style")
    for one in page.elements:
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
    assert [href for href in page.hrefs() if not re.match(r"[/#][^/]*", href)] == []
    assert "://" not in answer.text


def test_hostile_text_is_shown_as_it_is(invented_client: httpx.Client):
    for address in (HOSTILE_CABLE, f"{HOSTILE_CABLE}?paragraph=1"):
        text = shown(invented_client, address).text()
        for hostile in HOSTILE:
            assert hostile in text
    assert f"{HOSTILE[1]}.pdf" in shown(invented_client, "/documents").text()
    assert HOSTILE[1] in shown(invented_client, HOSTILE_DOCUMENT).text()
    found = shown(invented_client, "/search?q=drop+table")
    assert {one.text.lower() for one in found.all("mark")} == {"drop", "table"}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_addresses_are_values(invented: Path, invented_client: httpx.Client, hostile: str):
    before = query(invented, "SELECT count(*) AS n FROM cables")
    for path, name in (("/cables", "post"), ("/tags", "tag"), ("/search", "q"), ("/", "post")):
        answer = invented_client.get(f"{path}?{urlencode({name: hostile})}")
        assert answer.status_code == 200
        Markup(answer.text)
    for path in ("/cable/", "/document/", "/quality/", "/references/"):
        answer = invented_client.get(path + quote(hostile, safe=""))
        assert answer.status_code == 404
    assert query(invented, "SELECT count(*) AS n FROM cables") == before


@pytest.mark.parametrize(
    "address",
    [
        "/cables?year=abc",
        "/cables?year=-1",
        "/cables?month=13",
        "/cables?year=99999999999999",
        "/cables?after=x&from=yesterday",
        "/search?q=" + "x" * 401,
        "/cables?post=%00",
        f"{FIRST}?page=one",
        f"{FIRST}?turn=45",
    ],
)
def test_a_wrong_address_is_named(invented_client: httpx.Client, address: str):
    page = shown(invented_client, address, 400)
    name = re.search(r"[?&](\w+)=[^&]*$", address)
    assert name is not None
    assert f"{name[1]} in the address" in page.text()


@pytest.mark.parametrize(
    "address",
    [
        "/nope",
        "/cable/0000000000000000-01",
        "/document/0",
        "/references/0",
        "/quality/no.such",
        f"{FIRST}?page=9",
        "/static/../app.py",
        "/static/style.css.map",
        f"/document/{document_id(1)}/page/1.png",
        f"/document/{document_id(1)}/page/0.png",
    ],
)
def test_what_is_not_there_says_where_to_go(invented_client: httpx.Client, address: str):
    page = shown(invented_client, address, 404)
    assert len(page.all("p", class_="note")[0].text) > 20


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_only_shows(invented_client: httpx.Client, method: str):
    answer = invented_client.request(method, "/cables")
    assert answer.status_code == 405
    assert "only shows" in answer.text


def test_the_overview_counts_what_sql_counts(invented: Path, invented_client: httpx.Client):
    page = shown(invented_client, "/")
    counted = query(
        invented,
        "SELECT year(month) AS y, sum(cables)::INT AS n FROM mart.cables_by_month GROUP BY 1",
    )
    columns = [one.text.strip() for one in page.all("title") if " cables (" in one.text]
    assert columns == [
        f"{row['y']}: {row['n']} cables (UNCLASSIFIED {row['n']})" for row in counted
    ]
    spots = [one.attributes["aria-label"] for one in page.all("a") if "circle" in _inner(page, one)]
    assert spots == ["MEXICO, Mexico: 5 cables", "LIMA, Peru: 1 cables"]


def _inner(page: Markup, link: Element) -> str:
    place = page.elements.index(link)
    return page.elements[place + 1].name if place + 1 < len(page.elements) else ""


def test_a_post_is_one_under_all_its_names(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    publish(path, [document(n, cable(n, post=post)) for n, post in ((1, "KIEV"), (2, "KYIV"))])
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        page = shown(client, "/")
        (spot,) = [
            one for one in page.all("a") if "Ukraine" in (one.attributes.get("aria-label") or "")
        ]
        assert spot.attributes["aria-label"] == "KYIV, Ukraine: 2 cables"
        for name in ("KYIV", "KIEV"):
            assert (
                "2 cables" in shown(client, f"/?post={name}").all("p", **{"class": "lead"})[0].text
            )
            links = set(shown(client, f"/cables?post={name}").hrefs())
            assert len([href for href in links if href.startswith("/cable/")]) == 2


def test_lists_come_page_by_page_and_have_all_once(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    undated: dict[str, Any] = {"dtg": None, "dtg_raw": None}
    troubled = (defect(DefectCode.READINGS_DISAGREE, "dtg", 2),)
    publish(
        path,
        [
            document(n, cable(n, defects=troubled, **(undated if n % 2 else {})))
            for n in range(1, 121)
        ],
    )
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        for first, kind in (
            ("/cables", "/cable/"),
            ("/documents", "/document/"),
            ("/quality/readings.disagree", "/cable/"),
        ):
            seen: list[str] = []
            address: str | None = first
            while address:
                page = shown(client, address)
                seen += [href for href in page.hrefs() if href.startswith(kind)]
                address = next((one.attributes["href"] for one in page.all("a", rel="next")), None)
            assert len(seen) == len(set(seen)) == 120


def test_a_cable_shows_every_reading_and_defect(invented_client: httpx.Client):
    text = shown(invented_client, WITHHELD).text()
    assert "2011-01-31T22:43:00Z" in text
    assert "2011-01-31T00:00:00Z" in text
    assert "readings.disagree" in text
    assert "about dtg" in text
    assert "B1" in text


def test_removed_lines_are_shown_on_demand(invented_client: httpx.Client):
    page = shown(invented_client, LAYERED)
    asked = [one.attributes["value"] for one in page.all("input", name="layer")]
    assert asked == ["relay", "release"]
    assert "p. 1, line 1" not in page.text()
    page = shown(invented_client, f"{LAYERED}?layer=release")
    assert "p. 1, line 1" in page.text()
    assert "p. 1, line 2" not in page.text()


def test_the_graph_has_what_is_cited_and_what_cites(invented_client: httpx.Client):
    page = shown(invented_client, f"/references/{document_id(2)[:16]}-01")
    titles = [one.text for one in page.all("title") if "graph" not in one.text.lower()]
    assert "11 MEXICO 2 cites 11 MEXICO 1" in titles
    assert "10 LIMA 77 (not held)" in titles
    page = shown(invented_client, f"/references/{document_id(1)[:16]}-01")
    assert "11 MEXICO 2 cites 11 MEXICO 1" in [one.text for one in page.all("title")]
    # A cable that only a paragraph cites.
    page = shown(invented_client, f"/references/{document_id(3)[:16]}-01")
    assert "11 LIMA 3 cites 10 LIMA 77" in [one.text for one in page.all("title")]
    assert "10 LIMA 77 not held in ¶1" in shown(invented_client, WITHHELD).text()


def test_a_selected_paragraph_is_marked_on_both_sides(printed_client: httpx.Client, printed: Path):
    row = query(
        printed,
        "SELECT cable_id, position, page_first, min(l.x0) AS x0, min(l.top) AS top, "
        "max(l.x1) AS x1, max(l.bottom) AS bottom FROM paragraphs AS p "
        "JOIN lines AS l USING (cable_id) "
        "WHERE l.paragraph_position = p.position AND l.page_no = p.page_first AND p.number = 2 "
        "GROUP BY ALL ORDER BY cable_id LIMIT 1",
    )[0]
    page = shown(printed_client, f"/cable/{row['cable_id']}?paragraph={row['position']}")
    key = f"paragraph:{row['position']}"
    (box,) = boxes(page, key)
    assert box["x"] == pytest.approx(row["x0"] - 1.5, abs=0.01)
    assert box["y"] == pytest.approx(row["top"] - 1.5, abs=0.01)
    assert box["width"] == pytest.approx(row["x1"] - row["x0"] + 3, abs=0.02)
    assert box["height"] == pytest.approx(row["bottom"] - row["top"] + 3, abs=0.02)
    on = [one for one in page.all("rect") if "on" in (one.attributes.get("class") or "").split()]
    assert [one.attributes["data-keys"] for one in on] == [key]
    assert f"Page {row['page_first']} of" in page.text()


def test_every_item_of_a_cable_leads_to_a_box(printed_client: httpx.Client, printed: Path):
    """Whatever can be selected has a box on the page its link goes to."""
    for row in query(printed, "SELECT cable_id FROM cables"):
        page = shown(printed_client, f"/cable/{row['cable_id']}")
        links = [one for one in page.all("a") if "data-key" in one.attributes]
        assert len(links) > 30
        markups: dict[str, Markup] = {}
        for link in links:
            page_no = link.attributes["data-page"] or ""
            if page_no not in markups:
                address = f"/cable/{row['cable_id']}?page={page_no}"
                markups[page_no] = shown(printed_client, address)
            assert boxes(markups[page_no], link.attributes["data-key"] or ""), link


def test_behind_a_proxy_every_link_has_its_prefix(invented: Path):
    # A proxy takes its prefix off before it asks.
    with (
        served(create_app(invented), root_path="/cables-of") as base,
        httpx.Client(base_url=base) as client,
    ):
        page = Markup(client.get("/").text)
        own = [href for href in page.hrefs() if not href.startswith("#")]
        assert len(own) > 10
        assert all(href.startswith("/cables-of/") for href in own)
        assert page.all("form")[0].attributes["action"] == "/cables-of/search"
        answers = {client.get(href.removeprefix("/cables-of")).status_code for href in own}
        assert answers == {200}


def test_static_files_are_asked_for_again_only_when_changed(invented_client: httpx.Client):
    first = invented_client.get("/static/style.css")
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    again = invented_client.get(
        "/static/style.css", headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
