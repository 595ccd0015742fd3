"""Pages read by an OCR engine: turned upright, read, and read once more where ink was left."""
