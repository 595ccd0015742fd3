from __future__ import annotations

import pytest

from extract.page import TextSource
from extract.route import PageFacts, choose_route, needs_ink

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
            CABLE, 1.0, True, TextSource.EMBEDDED, "plausible text layer", id="scan with a layer"
        ),
        pytest.param(
            "Page 1 of 3", 1.0, True, TextSource.OCR, "only 8 characters", id="page number alone"
        ),
        pytest.param(
            NOISE, 1.0, True, TextSource.OCR, "letters or digits", id="layer read from noise"
        ),
        pytest.param(
            "a b c d e f g h k l m n o p q r s t v w",
            1.0,
            True,
            TextSource.OCR,
            "no words",
            id="lone letters",
        ),
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


def test_a_layer_that_leaves_ink_unread_is_not_believed():
    facts = PageFacts(text=CABLE, image_share=1.0, has_drawing=True)
    assert needs_ink(facts)
    assert choose_route(facts, 0.97).source is TextSource.EMBEDDED
    route = choose_route(facts, 0.2)
    assert route.source is TextSource.OCR
    assert "covers only 20% of the ink" in route.reason


def test_born_digital_text_needs_no_look_at_ink():
    assert not needs_ink(PageFacts(text=CABLE, image_share=0.0, has_drawing=False))
