"""Posts: every name the prints give one is found, and the table says where in the world it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from tests.transform.country_boxes import COUNTRY_BOXES
from transform.header.originator import parse_originator
from transform.vocab import MISPRINTS, POSTS, TAGS, closest_post, cut_name, find_post, post_key

KINDS = frozenset(
    {
        "branch office",
        "conference",
        "consular agency",
        "consulate",
        "consulate general",
        "delegation",
        "department",
        "embassy",
        "institute",
        "mission",
        "office",
        "presence post",
        "regional embassy office",
    }
)

CONTROL_LINE_NAMES = [
    ("LA PAZ", "LA PAZ"),
    ("USUN NEW YORK", "USUN NEW YORK"),
    ("USUN", "USUN NEW YORK"),
    ("UNVIE VIENNA", "UNVIE VIENNA"),
    ("UNVIE", "UNVIE VIENNA"),
    ("IAEA VIENNA", "IAEA VIENNA"),
    ("MBFR VIENNA", "MBFR VIENNA"),
    ("SALT TALKS", "SALT TALKS"),
    ("NST GENEVA", "NST GENEVA"),
    ("CD GENEVA", "CD GENEVA"),
    ("MTN GENEVA", "MTN GENEVA"),
    ("USTR GENEVA", "USTR GENEVA"),
    ("GENEVA", "GENEVA"),
    ("OECD PARIS", "OECD PARIS"),
    ("USOECD", "OECD PARIS"),
    ("UNESCO PARIS", "UNESCO PARIS"),
    ("UNESCO PARIS FR", "UNESCO PARIS"),
    ("PARIS FR", "UNESCO PARIS"),
    ("USEU BRUSSELS", "USEU BRUSSELS"),
    ("EC BRUSSELS", "USEU BRUSSELS"),
    ("USNATO", "USNATO"),
    ("NATO", "USNATO"),
    ("USOSCE", "USOSCE"),
    ("UN ROME", "UN ROME"),
    ("FODAG ROME", "UN ROME"),
    ("USAU ADDIS ABABA", "USAU ADDIS ABABA"),
    ("ASEAN JAKARTA", "ASEAN JAKARTA"),
    ("IRAN RPO DUBAI", "IRAN RPO DUBAI"),
    ("RPO DUBAI", "IRAN RPO DUBAI"),
    ("AIT TAIPEI", "AIT TAIPEI"),
    ("USBERLIN", "USBERLIN"),
    ("SECTO", "SECTO"),
    ("STATE", "STATE"),
    ("SECDEF", "SECDEF"),
    ("PEKING", "BEIJING"),
    ("KIEV", "KYIV"),
    ("JIDDA", "JEDDAH"),
    ("TANANARIVE", "ANTANANARIVO"),
    ("LOURENCO MARQUES", "MAPUTO"),
    ("SALISBURY", "HARARE"),
    ("DACCA", "DHAKA"),
    ("LENINGRAD", "ST PETERSBURG"),
    ("SANA", "SANAA"),
    ("ZANZIBAR", "ZANZIBAR"),
    ("KHORRAMSHAHR", "KHORRAMSHAHR"),
    ("DA NANG", "DANANG"),
    ("BIEN HOA", "BIEN HOA"),
    ("SONGKHLA", "SONGKHLA"),
    ("GOTEBORG", "GOTEBORG"),
    ("REO HILLAH", "HILLAH"),
]
"""Names as control lines print them, 1973 to the 2010s, and the post of each."""

FROM_LINE_NAMES = [
    ("AMEMBASSY LA PAZ", "LA PAZ"),
    ("AMCONSUL DA NANG", "DANANG"),
    ("USMISSION USUN NEW YORK", "USUN NEW YORK"),
    ("USMISSION GENEVA", "GENEVA"),
    ("USMISSION NATO BRUSSELS", "USNATO"),
    ("USDEL MBFR VIENNA", "MBFR VIENNA"),
    ("USLO PEKING", "BEIJING"),
    ("USINT HAVANA", "HAVANA"),
    ("AMEMBASSY KATHAMNDU", "KATHMANDU"),
    ("AMEMBASSY BKK", "BANGKOK"),
]
"""Senders as FM lines print them."""

DOCUMENT_NUMBER_CUTS = [
    ("NEWDE", "NEW DELHI"),
    ("BUENOS", "BUENOS AIRES"),
    ("USUNN", "USUN NEW YORK"),
    ("NATOB", "USNATO"),
    ("ECBRU", "USEU BRUSSELS"),
    ("OECDP", "OECD PARIS"),
    ("IAEAV", "IAEA VIENNA"),
    ("MBFRV", "MBFR VIENNA"),
    ("MTNGE", "MTN GENEVA"),
    ("SALTT", "SALT TALKS"),
    ("USBERL", "USBERLIN"),
    ("LOUREN", "MAPUTO"),
    ("SALISB", "HARARE"),
    ("TANANA", "ANTANANARIVO"),
    ("ANTANA", "ANTANANARIVO"),
    ("BATHUR", "BANJUL"),
    ("LENING", "ST PETERSBURG"),
    ("MEXICA", "MEXICALI"),
    ("TORREM", "TORREMOLINOS"),
]
"""Posts in the archive's document numbers (1973-79): six characters, blanks counted."""

AMBIGUOUS_CUTS = {
    "MOGADI": "MOGADISHU",
    "NAIROB": "NAIROBI",
    "PORTO": "PORT OF SPAIN",
    "STJOH": "ST JOHN",
}
"""Cuts of two names, and what they mean: one post under two names, the embassy before the mission
or the consulate, and the post that was open in 1973-79."""


@pytest.mark.parametrize(("name", "post"), CONTROL_LINE_NAMES)
def test_names_of_control_lines(name, post):
    found = find_post(name)
    assert found is not None
    assert found.post == post


@pytest.mark.parametrize(("name", "post"), FROM_LINE_NAMES)
def test_names_of_from_lines(name, post):
    sender = parse_originator(name).value
    assert sender is not None
    found = find_post(sender) or find_post(sender.partition(" ")[2])
    assert found is not None
    assert found.post == post


@pytest.mark.parametrize(("cut", "post"), DOCUMENT_NUMBER_CUTS)
def test_names_of_document_numbers(cut, post):
    found = find_post(cut)
    assert found is not None
    assert found.post == post


def test_ambiguous_cuts_are_all_known_and_decided():
    names = defaultdict(set)
    for post in POSTS.posts:
        for name in (post.post, *post.former_names):
            names[cut_name(name)].add(name)
    ambiguous = {cut for cut, cut_names in names.items() if len(cut_names) > 1}
    assert ambiguous == set(AMBIGUOUS_CUTS)
    for cut, meant in AMBIGUOUS_CUTS.items():
        found = find_post(cut)
        assert found is not None and found.post == meant, cut


def test_every_post_is_of_a_known_kind_and_stands_in_its_country():
    for post in POSTS.posts:
        assert post.kind in KINDS, post.post
        if post.city is None:
            continue
        assert post.latitude is not None and post.longitude is not None, post.post
        south, north, west, east = COUNTRY_BOXES[post.iso_country or ""]
        assert south <= post.latitude <= north, post.post
        assert west <= post.longitude <= east, post.post


def test_two_cities_do_not_stand_in_one_place():
    places: dict[tuple[float | None, float | None], set[str | None]] = defaultdict(set)
    for post in POSTS.posts:
        places[(post.latitude, post.longitude)].add(post.iso_country and post.city)
    assert {place: cities for place, cities in places.items() if len(cities) > 1} == {}


def test_a_country_has_one_name_and_one_code():
    countries = defaultdict(set)
    for post in POSTS.posts:
        if post.iso_country:
            countries[post.iso_country].add(post.country)
    assert {code: names for code, names in countries.items() if len(names) > 1} == {}


@pytest.mark.parametrize("word", ["MOST", "KEY TO", "WAS AN", "APRIL", "USERS", "UN GENERAL"])
def test_common_words_are_like_no_post(word):
    assert closest_post(word) is None


@pytest.mark.parametrize(("printed", "meant"), sorted(MISPRINTS["post"].items()))
def test_misprints_of_posts(printed, meant):
    match = closest_post(printed)
    assert match is not None and match.post.post == meant
    assert find_post(printed) is match.post
    assert POSTS.spelling(printed) is None, "a misprint is no spelling of its own"


def test_misprints_mean_something_known_and_are_no_entries_themselves():
    names = {
        post_key(name)
        for post in POSTS.posts
        for name in (post.post, *post.former_names, *post.other_names)
    }
    own = {post.post for post in POSTS.posts}
    for printed, meant in MISPRINTS["post"].items():
        assert post_key(printed) not in names, printed
        assert meant in own, printed
    for printed, meant in MISPRINTS["tag"].items():
        assert printed not in TAGS, printed
        assert meant in TAGS, printed
    for field in MISPRINTS.values():
        assert not set(field) & set(field.values()), "mapping twice must be mapping once"


@pytest.mark.parametrize(
    ("opened", "closed", "covers"),
    [(None, None, True), (1980, None, False), (None, 1972, False), (1979, 1990, True)],
)
def test_posts_open_in_the_years_of_the_cuts(opened, closed, covers):
    years = [date(year, 1, 1) if year else None for year in (opened, closed)]
    post = replace(POSTS.posts[0], opened_on=years[0], closed_on=years[1])
    assert post.covers(1973, 1979) is covers
