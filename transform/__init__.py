"""Pages to cables: pure functions over text and boxes.

No files, no clock, no network, no SQL and no logging. What is wrong with the paper comes back as
defects, never as an exception.
"""

PARSER_VERSION = "1"
"""Raised with every change that can change what is read: documents parsed by another version are
parsed again from their stored pages."""
