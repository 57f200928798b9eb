"""Faults of the written site: links, ids, headings, tables, names, evidence, weight, traces of a machine.

`facts` says what one file declares and refers to, and depends on its content alone, so that it can be kept; `verify`
goes from the facts of all files to findings.  Both are pure.
"""

from digitrend.verify.declared import Facts, Mention
from digitrend.verify.files import facts
from digitrend.verify.rules import RULES, verify
from digitrend.verify.written import USUAL, Budgets

__all__ = ["RULES", "USUAL", "Budgets", "Facts", "Mention", "facts", "verify"]
