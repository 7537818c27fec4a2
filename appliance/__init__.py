"""Guitai's engine: one message's way from the bridge to its reply."""

__version__ = "0.1.0"
