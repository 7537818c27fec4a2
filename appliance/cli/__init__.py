"""The `guitai` command."""
