"""The pages: HTML made here, which works without scripts; forms are sent by POST and answered by a redirect."""
