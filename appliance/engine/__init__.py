"""The engine process: its composition root, its inference threads, its life from start to drain."""
