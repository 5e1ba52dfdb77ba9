"""The assistant in Microsoft Teams: what comes in is checked, taken as a turn like any other, and shown as cards."""
