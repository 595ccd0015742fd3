"""Exemption codes in every spelling reviewers and engines give them."""

from __future__ import annotations

import pytest

from transform.exemptions import is_exemption_list, parse_exemptions


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("B1", ("B1",), id="plain"),
        pytest.param("(b)(6)", ("B6",), id="brackets"),
        pytest.param("b(1)", ("B1",), id="one-bracket"),
        pytest.param("B-5", ("B5",), id="hyphen"),
        pytest.param("86", ("B6",), id="8-for-B"),
        pytest.param("B7(C)", ("B7(C)",), id="law-enforcement"),
        pytest.param("(b)(7)(C)", ("B7(C)",), id="law-enforcement-brackets"),
        pytest.param("B7C", ("B7(C)",), id="law-enforcement-plain"),
        pytest.param("B3 FS ACT", ("B3", "FS ACT"), id="statute"),
        pytest.param("B3 CIA PERS/ORG", ("B3", "CIA PERS/ORG"), id="statute-of-three-words"),
        pytest.param("B3, INA", ("B3", "INA"), id="statute-after-comma"),
        pytest.param("1.4(d)", ("1.4(D)",), id="order"),
        pytest.param("1.4D", ("1.4(D)",), id="order-no-brackets"),
        pytest.param("I.4(8)", ("1.4(B)",), id="I-and-8"),
        pytest.param("1.4 (B)", ("1.4(B)",), id="blank"),
        pytest.param("1.4(b),1.4(d)", ("1.4(B)", "1.4(D)"), id="two"),
        pytest.param("1.5(c)", ("1.5(C)",), id="order-of-1995"),
        pytest.param("1.3(a)(5)", ("1.3(A)(5)",), id="order-of-1982"),
        pytest.param("3.3(b)(1)", ("3.3(B)(1)",), id="25-year-by-section"),
        pytest.param("25X1", ("25X1",), id="25-year"),
        pytest.param("50X1-HUM", ("50X1-HUM",), id="50-year"),
        pytest.param("B1, 1.4(D), B1", ("B1", "1.4(D)"), id="repeated"),
        pytest.param("NR", ("NR",), id="not-responsive"),
        pytest.param("NOTHING", (), id="none"),
        pytest.param("B12 B0", (), id="no-such-code"),
        pytest.param("THE B1 BOMBER", ("B1",), id="inside-words"),
        pytest.param("AB1 B1Z", (), id="inside-a-word"),
    ],
)
def test_codes(text, codes):
    assert parse_exemptions(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("BS", ("B5",), id="S-for-5"),
        pytest.param("Bi", ("B1",), id="i-for-1"),
        pytest.param("BG", ("B6",), id="G-for-6"),
        pytest.param("14(B}", ("1.4(B)",), id="stop-lost-curly"),
        pytest.param("B1,1.4[D]", ("B1", "1.4(D)"), id="square"),
        pytest.param("BY", (), id="a-word"),
    ],
)
def test_misread_codes_count_where_only_a_code_can_stand(text, codes):
    assert parse_exemptions(text, may_be_misread=True) == codes
    assert is_exemption_list(text, may_be_misread=True) is bool(codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("B1, 1.4(D)", True, id="list"),
        pytest.param("(b)(1) (b)(6)", True, id="blanks"),
        pytest.param("B1 bomber", False, id="words"),
        pytest.param("BS", False, id="misread"),
    ],
)
def test_a_list_holds_codes_only(text, expected):
    assert is_exemption_list(text) is expected
