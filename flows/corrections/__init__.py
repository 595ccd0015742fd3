"""What people keyed from the page: the file they edit, read whole or not at all; stubs for it."""
