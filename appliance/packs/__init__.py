"""Domain packs: a trade's intents, guarded topics, phrases and ways of answering from rows, as data."""
