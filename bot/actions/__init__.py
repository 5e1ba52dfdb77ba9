"""Rasa custom actions, one module per capability: each reads the turn, calls the domain, and words the answer."""
