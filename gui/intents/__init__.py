"""Intents: which are in use, training them from a file, what came of it, and a sentence to try."""
