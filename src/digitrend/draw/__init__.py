"""Charts to SVG and PNG with matplotlib, the typefaces, and the jobs that workers do; nothing heavy loads with it."""

IN_WORKERS = ("digitrend.draw.jobs", "digitrend.draw.output")  # what workers load: matplotlib with it
