"""Conversations: the store of what was said, who answers, and the live streams of it."""
