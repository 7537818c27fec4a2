"""The inbox: who writes, what was said, why the bot answered so, and a person's part in it."""
