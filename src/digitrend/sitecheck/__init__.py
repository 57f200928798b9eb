"""Faults of the written site, and the proof that is published with it."""
