"""The desk of 1st line: the page of the live talks, and the one for those who telephone."""
