"""The lines a run writes: about which document and page, from every process and machine."""
