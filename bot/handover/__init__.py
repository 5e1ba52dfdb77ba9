"""Hand-overs: a conversation goes from the bot to a person of 1st line, and back."""
