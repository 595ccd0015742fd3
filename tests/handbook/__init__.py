"""What the handbook says, run: README.md, the pages of docs/, and the query cookbook.

Every command and query of a page is run on the warehouse of the bundled samples, and what the page
prints below it is compared. `python -m tests.handbook` writes the results anew, and the pages that
are wholly generated; review the diff.

The samples' pages are recorded (`store/`, as the page store keeps them), so that the results do not
hang on the OCR engine of the machine. `python -m tests.handbook record` reads them again.
"""
