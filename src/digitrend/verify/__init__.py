"""Faults of the written site: links, ids, headings, tables, names, evidence, weight, traces of a machine.

`facts` says what one file declares and refers to, and depends on its content alone, so that it can be kept; `verify`
goes from the facts of all files to findings.  Both are pure.  Then the site as it is published: a `Bundle` says what a
build made of what, and `verify_folder` holds a folder against the one that lies in it.
"""

from digitrend.verify.bundle import PROOF, Bundle
from digitrend.verify.declared import Facts, Mention
from digitrend.verify.files import facts
from digitrend.verify.rules import RULES, verify
from digitrend.verify.standing import standing, verify_folder
from digitrend.verify.written import USUAL, Budgets

__all__ = [
    "PROOF",
    "RULES",
    "USUAL",
    "Budgets",
    "Bundle",
    "Facts",
    "Mention",
    "facts",
    "standing",
    "verify",
    "verify_folder",
]
