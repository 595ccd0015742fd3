"""Invented cables, printed as releases and scanned: for the samples, the tests and the bench.

    cable = make_cable(7, Era.TWO_THOUSANDS)
    printed = print_cable(cable, PrintFormat.FOIA, withheld_count=3)
    worn = scan_print(printed, Level.TYPICAL, seed=1, dpi=200, mode=Mode.GRAY)
    worn.pdf, worn.fields(), worn.lines()

Everything is decided by its arguments: the same seeds give the same bytes. Knows the printed
formats of cables; knows nothing of the pipeline, so that a mistake there is not repeated here.
"""

from tests.synthetic.cables import make_cable
from tests.synthetic.image_pdf import Mode
from tests.synthetic.prints import (
    Print,
    PrintFormat,
    print_cable,
    print_memo,
    truncate,
    without_boxes,
)
from tests.synthetic.scans import scan, scan_print
from tests.synthetic.truth import CableTruth, Era, to_json
from tests.synthetic.wear import Level

__all__ = [
    "CableTruth",
    "Era",
    "Level",
    "Mode",
    "Print",
    "PrintFormat",
    "make_cable",
    "print_cable",
    "print_memo",
    "scan",
    "scan_print",
    "to_json",
    "truncate",
    "without_boxes",
]
