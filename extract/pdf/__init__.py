"""What a PDF holds: texts, paths and images, and which of it a reader of the page sees."""
