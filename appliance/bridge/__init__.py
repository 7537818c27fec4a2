"""The HTTP bridge: who may call, what they may call, and the streams."""
