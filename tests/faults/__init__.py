"""What a run does when something goes wrong around it: killed, cut off, a clock that jumps."""
