"""The desk of 1st line: the page of the live talks, its event streams, and the page for those who telephone."""
