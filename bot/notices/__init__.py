"""Notices (påmindelser og nyt): what a person is told of without having asked, each at most once."""
