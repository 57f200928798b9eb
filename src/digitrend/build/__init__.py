"""Recipes to files: keys, the cache, workers, and the swap of the whole folder."""
