"""Pages to cables: pure functions over text and boxes.

No files, no clock, no network, no SQL and no logging. What is wrong with the paper comes back as
defects, never as an exception.
"""
