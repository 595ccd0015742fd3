"""`make bench`: this pipeline beside what a user would pick instead, on the same pages in turn."""
