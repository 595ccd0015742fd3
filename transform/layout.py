"""The print form a cable was found in: what stands round the text its post typed."""

from __future__ import annotations

from collections.abc import Sequence

from transform.cable import CableLayout
from transform.layers import RowKind
from transform.message import MessageParts

_MESSAGE_CENTRE = frozenset({RowKind.OFFICE_GRID, RowKind.DASH_LINE, RowKind.DRAFTING})


def find_layout(parts: Sequence[MessageParts], *, is_archived: bool) -> CableLayout:
    """Return the layout of a cable from its sections; the most telling form wins.

    Args:
        parts: its sections; none where only the archive's catalogue is left.
        is_archived: whether the document has the archive's review line or its attributes.
    """
    if any(part.is_mailed for part in parts):
        return CableLayout.EMAIL
    if any(part.telegram and part.telegram.is_airgram for part in parts):
        return CableLayout.AIRGRAM
    kinds = {kind for part in parts for kind in part.kinds.values()}
    if any(part.card for part in parts):
        has_telegram = any(part.telegram for part in parts)
        return CableLayout.CARD_OVER_TELEGRAM if has_telegram else CableLayout.CARD
    if is_archived:
        return CableLayout.ARCHIVE
    if RowKind.TRANSMISSION in kinds:
        return CableLayout.TRANSMISSION
    if kinds & _MESSAGE_CENTRE or any(part.page_headers for part in parts):
        return CableLayout.MESSAGE_CENTRE
    return CableLayout.BARE
