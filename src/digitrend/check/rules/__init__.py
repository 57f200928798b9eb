"""The rules: each a generator of findings over the contents."""
