"""A fictional municipality, so that the assistant can be tried without anyone's data."""
