"""The bridge's words: message schemas shared by engine, console and command line, and a typed client."""
