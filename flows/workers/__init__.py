"""The processes that read people's files, here and on a cluster: bounded, fenced, replaced."""
