"""The models: their manifest, the sessions that run them, and the small artefacts trained for this project."""
