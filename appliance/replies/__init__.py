"""Replies: fixed phrases, answers from rows, text written by the model, and the check of it."""
