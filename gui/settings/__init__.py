"""Settings: the shop and the bot's switch, pairing, data, the recovery code."""
