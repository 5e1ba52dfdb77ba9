"""Properties that hold for every organisation, checked against a slow and obvious reference."""
