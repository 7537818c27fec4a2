"""The shop's knowledge: the FAQ and what feedback suggests."""
