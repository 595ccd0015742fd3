"""One header field a module: text in, value and defects out.

Every parser is pure, takes any text without raising, and returns `transform.defects.Parsed`. What
it had to repair is named in `rules` and lowers the confidence.
"""
