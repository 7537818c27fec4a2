"""The console: a client of the engine over loopback HTTP. It holds no truth, opens no database and no model, starts no thread."""
