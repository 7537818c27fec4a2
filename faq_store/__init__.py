"""The FAQ: entries and their history, import and export, and finding the one that answers."""
