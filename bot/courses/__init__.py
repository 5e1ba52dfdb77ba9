"""Courses (forløb): a life event under way, with its parts, who has them, and when they are due."""
