"""The talk: what a turn means where it stands, what is remembered between turns, and how answers are worded."""
