"""Serviceassistenten: the assistant that leads employees of a municipality to the right report."""
