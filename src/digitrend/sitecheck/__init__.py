"""Checks of the built site, and the proof that is published with it."""
