"""Charts to SVG and PNG with matplotlib, the typefaces, and the jobs that workers do; nothing heavy loads with it."""
