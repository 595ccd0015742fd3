"""The vocabularies: their files keep the rules, and names map where they should."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.errors import ConfigurationError
from transform.cable import TagKind
from transform.vocab import (
    CAPTIONS,
    OFFICES,
    ORDERS,
    POSTS,
    PRECEDENCES,
    TAGS,
    closest_post,
    cut_name,
    find_post,
    post_key,
)
from transform.vocab.tables import check_table

COLUMNS = ("word", "source")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        pytest.param("word,origin\nA,x\n", 1, "columns", id="header"),
        pytest.param("word,source\nA,x,y\n", 2, "3 cells", id="too-long"),
        pytest.param("word,source\nA\n", 2, "1 cells", id="too-short"),
        pytest.param("word,source\nA,\n", 2, "source", id="no-source"),
        pytest.param("word,source\nA,x\nA,y\n", 3, "twice", id="twice"),
        pytest.param("word,source\nB,x\nA,y\n", 3, "before", id="order"),
        pytest.param("", 1, "columns", id="empty"),
    ],
)
def test_a_broken_table_names_file_and_line(text, line, what):
    with pytest.raises(ConfigurationError, match=rf"words\.csv, line {line}: .*{what}"):
        check_table("words.csv", text, COLUMNS)


@pytest.mark.parametrize("column", ["number", "day"])
def test_a_cell_of_the_wrong_kind_names_its_row(column):
    (row,) = check_table("words.csv", "word,source\nA,x\n", COLUMNS)
    with pytest.raises(ConfigurationError, match="line 2"):
        getattr(row, column)("word")


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("LA PAZ", "LA PAZ"),
        ("lapaz", "LA PAZ"),
        ("NEWDE", "NEW DELHI"),
        ("BUENOS", "BUENOS AIRES"),
        ("TEGUCI", "TEGUCIGALPA"),
        ("USUNN", "USUN NEW YORK"),
        ("PORTO", "PORT OF SPAIN"),
        ("PEKING", "BEIJING"),
        ("SAIGON", "SAIGON"),
        ("SECSTATE WASHDC", "STATE"),
        ("Asunción", "ASUNCION"),
    ],
)
def test_posts_by_name_former_name_and_archive_cut(name, post):
    found = find_post(name)
    assert found is not None
    assert found.post == post


@pytest.mark.parametrize("name", ["", "NOWHERE", "X", "CIA"])
def test_no_post(name):
    assert find_post(name) is None


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("BRASILA", "BRASILIA"),
        ("KINSTON", "KINGSTON"),
        ("MEXLCO", "MEXICO"),
        ("TBILIS1", "TBILISI"),
    ],
)
def test_misread_names(name, post):
    match = closest_post(name)
    assert match is not None
    assert match.post.post == post


@pytest.mark.parametrize("name", ["", "XY", "SIMA", "WASHINGTON", "REPORT"])
def test_names_too_far_from_any_post_are_not_guessed(name):
    assert closest_post(name) is None


def test_mapping_a_name_twice_is_mapping_it_once():
    for post in POSTS.posts:
        for name in (post.post, *post.former_names, *post.other_names, cut_name(post.post)):
            spelling = POSTS.spelling(name)
            if spelling is not None:
                assert POSTS.spelling(spelling) == spelling


def test_every_name_of_a_post_finds_that_post():
    for post in POSTS.posts:
        for name in (post.post, *post.former_names, *post.other_names):
            assert find_post(name) is post, name


def test_no_name_belongs_to_two_posts():
    owners: dict[str, str] = {}
    for post in POSTS.posts:
        for name in {post_key(n) for n in (post.post, *post.former_names, *post.other_names)}:
            assert owners.setdefault(name, post.post) == post.post


def test_posts_have_a_place_unless_they_travel():
    for post in POSTS.posts:
        if post.city is None:
            assert post.kind == "delegation", post.post
            continue
        assert post.iso_country and len(post.iso_country) == 2, post.post
        assert post.latitude is not None and -90 <= post.latitude <= 90, post.post
        assert post.longitude is not None and -180 <= post.longitude <= 180, post.post
        if post.opened_on and post.closed_on:
            assert post.opened_on <= post.closed_on, post.post


def test_tags_have_the_shape_of_their_kind():
    for code, tag in TAGS.items():
        if tag.kind is TagKind.GEOGRAPHIC:
            assert len(code) == 2, code
        elif tag.kind in (TagKind.SUBJECT, TagKind.PROGRAM):
            assert len(code) == 4 and code.isalpha(), code
            assert (code[0] == "K") == (tag.kind is TagKind.PROGRAM), code


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("PFOR", "Foreign Policy and Relations"),
        ("PREL", "External Political Relations"),
        ("CH", "China"),
        ("RS", "Russia"),
        ("GM", "Germany"),
        ("XK", "Central America"),
        ("KS", "Korea (South)"),
    ],
)
def test_meanings(code, meaning):
    assert TAGS[code].meaning == meaning


def test_the_codes_of_a_dissolved_state_end():
    ended = TAGS["UR"].valid_to
    assert ended is not None and ended.year == 1991


@pytest.mark.parametrize(
    ("code", "year", "covers"),
    [
        ("PFOR", 1972, False),
        ("PFOR", 1974, True),
        ("PREL", 2011, True),
        ("UR", 1991, True),
        ("UR", 1995, False),
        ("RS", 1975, False),
        ("RS", 1994, True),
        ("ZI", 1979, False),
        ("ZI", 1980, True),
        ("VS", 1976, True),
        ("VS", 1980, False),
        ("KV", 2008, True),
    ],
)
def test_the_years_of_tags(code, year, covers):
    assert TAGS[code].covers(year) is covers


def test_no_code_ends_before_it_begins():
    for code, tag in TAGS.items():
        assert not (tag.valid_from and tag.valid_to) or tag.valid_from <= tag.valid_to, code


def test_subjects_and_countries_have_meanings():
    for code, tag in TAGS.items():
        if tag.kind in (TagKind.SUBJECT, TagKind.GEOGRAPHIC):
            assert tag.meaning or code == "LLTE", code


@pytest.mark.parametrize(
    ("number", "year", "covers"),
    [
        ("13526", 2011, True),
        ("13526", 1911, False),
        ("12958", 2009, True),
        ("12958", 1975, False),
        ("12356", 1994, True),
        ("12065", 1979, True),
        ("11652", 1974, True),
        ("11652", 1982, False),
    ],
)
def test_the_years_of_executive_orders(number, year, covers):
    assert ORDERS[number].covers(year) is covers


def test_orders_follow_one_another():
    periods = sorted(ORDERS.values(), key=lambda order: order.effective_from)
    for before, after in pairwise(periods):
        assert before.effective_to is not None
        assert before.effective_to < after.effective_from


@pytest.mark.parametrize(
    "grid",
    [
        pytest.param(
            "ARA OCT ISO CIAE COME DODE DOTE EB FMC INR NSAE RSC CG COA DLOS SWF PA USIA PRS SP L "
            "TAR TRSE AID OMB DRC SPC SS SSO NSC NSCE USIE INRE SIL STR IGA AGR H PM SCI FEA CIEP",
            id="1974",
        ),
        pytest.param(
            "ARA OCT ADS CIAE DODE NSAE NSCE SSO ICAE INRE PM H INR L PA SP SS IO AID TRSE EB HA "
            "OES COM OPIC GSA INT FRB DOE XMB MC ACDA SY SYE USSS OC CPR OCS INM",
            id="1979",
        ),
        pytest.param(
            "WHA LOG AF AID CA INL DS DHSE AVC OIGO H INR LAB L MOFM NSAE ISN OMB NIMA PA GIWI "
            "ISNE DOHS SP IRM SSO SS VO FMP CBP BBG R EPAE SHEM SCRS DSCC PRM DRL NFAT SWCI SECC",
            id="2011",
        ),
    ],
)
def test_offices_of_the_grids(grid):
    assert [office for office in grid.split() if office not in OFFICES] == []


def test_offices_have_the_shape_of_the_grid():
    for office in OFFICES:
        assert office.isalpha() and office.isupper() and len(office) <= 5, office


def test_small_lists_hold_what_prints_show():
    assert {"SIPDIS", "LIMDIS", "EXDIS", "NODIS", "STADIS", "NOFORN", "SENSITIVE"} <= set(CAPTIONS)
    assert {"WHA", "ARA", "OES", "INR", "SSO"} <= set(OFFICES)
    assert set(PRECEDENCES) == set("ZOPR")
