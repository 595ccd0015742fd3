"""One module for each group of pages: what to ask the warehouse, what to make of the answers."""
