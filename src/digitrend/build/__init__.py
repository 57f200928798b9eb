"""The engine: makes what is stale, in parallel where it is heavy, and swaps the site in whole.

It knows nothing of briefings.  A `Recipe` says how one output is made and what it depends on, as
digests; `build` makes those that no former build made under the same key, and `nothing_to_do`
says, without a plan, that there is nothing to make.  No clock, no order of files, no number of
cores has a part in what comes out.
"""

from digitrend.build.engine import Report, build, nothing_to_do, products
from digitrend.build.folders import packed, unpacked
from digitrend.build.keys import Known, canonical
from digitrend.build.making import Progress
from digitrend.build.memory import Entry, why_stale
from digitrend.build.recipes import BadPlan, Clash, Recipe
from digitrend.build.workers import WorkerLost, Workers, cores, prepare
from digitrend.store import digest

__all__ = [
    "BadPlan",
    "Clash",
    "Entry",
    "Known",
    "Progress",
    "Recipe",
    "Report",
    "WorkerLost",
    "Workers",
    "build",
    "canonical",
    "cores",
    "digest",
    "nothing_to_do",
    "packed",
    "prepare",
    "products",
    "unpacked",
    "why_stale",
]
