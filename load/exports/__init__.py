"""The warehouse for other readers: files with their description, and an object store."""
