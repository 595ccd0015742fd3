"""What the pixels of a page show, with no engine: type, lines, boxes, dirt; made clean."""
