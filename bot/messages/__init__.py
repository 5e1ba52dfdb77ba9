"""The message contract: what the bot, users and supporters say, and the cards that channels render."""
