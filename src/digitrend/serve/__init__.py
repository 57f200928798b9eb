"""The preview: the site as it is being written, in a browser on the same machine."""
