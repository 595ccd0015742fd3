"""PDF to pages of placed, scored words.

Knows PDFs, images and OCR engines; knows nothing of cables.
"""
