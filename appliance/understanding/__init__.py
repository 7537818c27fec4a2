"""What a message says: its language, its data, its intent."""
