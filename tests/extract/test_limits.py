"""What asks for more memory than a page may take is refused, and the process goes on."""

from __future__ import annotations

import resource

import cv2
import numpy as np
import pytest

from extract.errors import PageTooLarge
from extract.limits import page_memory
from extract.settings import PAGE_MEMORY_BYTES

pytestmark = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux holds a process to it"
)


def take_by_numpy() -> None:
    np.empty(2 * PAGE_MEMORY_BYTES, np.uint8)


def take_by_opencv() -> None:
    side = int((2 * PAGE_MEMORY_BYTES) ** 0.5)
    cv2.resize(np.zeros((1, 1), np.uint8), (side, side))


@pytest.mark.slow
@pytest.mark.parametrize("take", [take_by_numpy, take_by_opencv])
def test_more_than_a_page_may_take_is_refused(take):
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with (
        pytest.raises(PageTooLarge, match=r"page 3 of a\.pdf takes more than 1024 MB"),
        page_memory("page 3 of a.pdf", PAGE_MEMORY_BYTES),
    ):
        take()
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    take()


def test_half_of_it_is_given():
    with page_memory("page 3 of a.pdf", 1 << 30):
        np.ones(PAGE_MEMORY_BYTES // 2, np.uint8)


def test_another_error_stays_what_it_is():
    with (
        pytest.raises(cv2.error, match="Assertion"),
        page_memory("page 3 of a.pdf", PAGE_MEMORY_BYTES),
    ):
        cv2.resize(np.zeros((0, 0), np.uint8), (5, 5))
