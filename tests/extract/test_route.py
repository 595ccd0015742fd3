from __future__ import annotations

import pytest

from extract.page import TextSource
from extract.route import PageFacts, choose_route, find_layer_flaw, is_layered

CABLE = (
    "INFO LOG-00 AF-01 /001W\n-----298ABC 010203Z /38\n"
    "C O N F I D E N T I A L SAMPLETOWN 00123\n1. (C) TEXT."
)
NOISE = ". , ~ ; :. - ' i. | ' .; , _ l ~~ '. . - j :' , .. ^ * t ; i ' , . - ~ . !"


@pytest.mark.parametrize(
    ("text", "image_share", "has_drawing", "source", "reason"),
    [
        pytest.param("", 0.0, False, TextSource.NONE, "neither text nor image", id="blank"),
        pytest.param("", 1.0, True, TextSource.OCR, "no embedded text", id="scan"),
        pytest.param(" \n ", 1.0, True, TextSource.OCR, "no embedded text", id="layer of blanks"),
        pytest.param(
            CABLE, 0.0, False, TextSource.EMBEDDED, "no image of the whole page", id="born digital"
        ),
        pytest.param(
            CABLE, 0.05, True, TextSource.EMBEDDED, "no image of the whole page", id="with a seal"
        ),
        pytest.param(
            "NNNN", 0.0, False, TextSource.EMBEDDED, "4 characters", id="last page, four letters"
        ),
        pytest.param("-" * 80, 0.0, False, TextSource.EMBEDDED, "80 characters", id="dashes alone"),
        pytest.param(
            "\ue001\ue002\ue003 \ue004" * 9,
            0.0,
            True,
            TextSource.OCR,
            "no meaning in Unicode",
            id="font without encoding",
        ),
    ],
)
def test_route(text, image_share, has_drawing, source, reason):
    route = choose_route(PageFacts(text=text, image_share=image_share, has_drawing=has_drawing))
    assert route.source is source
    assert reason in route.reason


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        pytest.param(CABLE, None, id="cable"),
        pytest.param("Page 1 of 3", "only 8 characters", id="page number alone"),
        pytest.param(NOISE, "letters or digits", id="read from noise"),
        pytest.param("a b c d e f g h k l m n o p q r s t v w", "no words", id="lone letters"),
    ],
)
def test_flaws_of_a_layer(text, flaw):
    found = find_layer_flaw(text)
    assert found is None if flaw is None else flaw in (found or "")


@pytest.mark.parametrize(
    ("text", "image_share", "expected"),
    [
        pytest.param(CABLE, 1.0, True, id="scan with a layer"),
        pytest.param(" \n ", 1.0, False, id="layer of blanks"),
        pytest.param(CABLE, 0.05, False, id="born digital with a seal"),
    ],
)
def test_a_page_with_two_readings(text, image_share, expected):
    facts = PageFacts(text=text, image_share=image_share, has_drawing=True)
    assert is_layered(facts) is expected
