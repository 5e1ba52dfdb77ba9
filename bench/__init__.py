"""How fast the assistant answers, with all its processes, beside Rasa's default pipeline on the same messages."""
