"""What a run needs: looked at beforehand, each thing one finding, and nothing changed."""
