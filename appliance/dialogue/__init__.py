"""The way from an understood message to its answer: what is asked, what is known, what is missing."""
