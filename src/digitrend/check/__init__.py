"""Documents to a briefing: shape by schema, then meaning by rules.

Each rule explains its codes; those of the shape are explained here.  `shape` tells which of pydantic's complaints
each of them stands for.

S101: a field is missing.

Why: what a reader needs in order to trust or to doubt an item must be said for every one of them.
Example: a statistic without `locator`.
Mend: add the field; the hint says what goes there.

S102: a field is not known.

Why: it would be forgotten in silence, and is mostly a known one, misspelt.
Example: `titel: Ferries`.
Mend: correct its name as the hint says, or remove it.

S103: a value is of the wrong type.

Why: a number is counted with, a list is gone through, a text is printed; one cannot stand for the other.
Example: `value: 18.2%`, `value: "18.2"`, `entities: ferry-board`, `complete: no`.
Mend: write it as the hint says: `value: 18.2` and `unit: percent`, `entities: [ferry-board]`, `complete: false`.

S104: a word is not one of those that the field knows.

Why: charts, tables and rules go by these words; another one would be a kind that nobody handles.
Example: `kind: growth-rate` for `growth_rate`, `qualifier: more-than` for `more than`.
Mend: write one of the words that the hint lists.

S105: a number is out of its range, or a text or list too long or too short.

Why: the bounds are those of the thing itself: a year is of our time, a quotation is a few words.
Example: `year: 20255`, a `printed` of three sentences.
Mend: write one within the bounds that the message names.

S106: a text does not have the form that the field needs.

Why: ids, dates and places of the source are looked up and sorted, which only works in one form.
Example: `id: Robot Output`, `as_of: 2021/1/31`, `locator: trend 1, paragraph 2`.
Mend: write the form that the hint shows: `robot-output`, `2021-01-31`, `trend-1/2`.

S107: fields of one item disagree with each other.

Why: one of the two says something that the other denies, and a reader would be told both.
Example: `period_basis: stated` without a `period`; `date` with `basis: missing`.
Mend: change the one that is wrong, as the hint says.

S108: a field has no value.

Why: a name with nothing behind it looks like something that was forgotten.
Example: `title:`, `measures: []`, `finding: ""`.
Mend: write the value, or leave the field out where it may be.
"""

from .checking import RULES, check

__all__ = ["RULES", "check"]
