"""A briefing held against its source's own text: each figure where it is said to be, and none left out.

The text is not part of a project; whoever has it can audit.

A101: the file is not the one on record.

Why: the paragraphs of another version may say something else under the same number.
Example: the article, saved again by a browser or a word processor.
Mend: audit the file whose SHA-256 is `digest` in `source.yaml`, saved as UTF-8.

A102: a paragraph of the source is not as recorded, or is missing.

Why: every locator counts paragraphs; one that was changed or lost makes others lead to the wrong place.
Example: a paragraph that was split in two.
Mend: use the file on record, or record the digest of the paragraph as it is now.

A103: what a statistic quotes does not stand in its paragraph.

Why: whoever follows the locator must find the figure there, in these words.
Example: `printed: 18.2 %`, where the source prints “18.2%”.
Mend: quote the words exactly as they stand, or name the paragraph where they do.

A104: what an event quotes does not stand in its paragraph.

Why: whoever follows the locator must find the event there.
Example: `printed: opened the quay` with the locator of the paragraph before.
Mend: quote the words exactly as they stand, or name the paragraph where they do.

A105: what an oddity quotes does not stand in its paragraph, in its section's heading, or, without a locator, anywhere.

Why: a fault that is laid to the source must be there to be seen.
Example: `printed: walking tree`, where the source prints “walking trees”.
Mend: quote the words exactly as they stand, or name the place where they do.

A106: the evidence of a relation does not stand in its paragraph.

Why: a relation is stated only if the source names the same thing on both sides.
Example: evidence with `printed: silt`, in a paragraph that speaks of mud.
Mend: quote the words of that paragraph, or write `strength: reading`.

A107: a slogan does not stand in its part's heading.

Why: it is shown as the source's own catchword.
Example: `slogan: Quiet water`, under the heading “Still water”.
Mend: quote it from the heading, or leave it out.

A108: an alias is printed nowhere in the source (a warning).

Why: aliases are names as the source prints them; another one finds nothing.
Example: `aliases: [FB]`, where the source never abbreviates.
Mend: write the name exactly as the source prints it, or remove it.

A109: the source hedges a figure otherwise than its qualifier says; a warning, where no qualifier has these words.

Why: “more than” makes a figure a lower bound; where it gets lost, the briefing claims more than its source.
Example: `qualifier: exact` for “more than 40 000 crossings”.
Mend: write the qualifier that the sentence has; tell of words such as “nearly” among the doubts.

A110: the figure, its scale or unit, or what it counts, is another in the source.

Why: “12” of “12 million people” would be a million times too small.
Example: `printed: 12`, where the source goes on with “million”.
Mend: quote the whole figure with its scale and unit, and give its value in full.

A111: the comparator's basis is not what the sentence supports; a warning, where only its neighbours decide.

Why: a growth rate means nothing without what it is compared with, and a reader must know who says so.
Example: `comparator_basis: stated`, in a sentence without “year on year” or the like.
Mend: write `stated`, `implied` or `missing`, as the hint says.

A112: a period is not the one that the source names; a warning, where it is implied and doubtful.

Why: the same number for another year is another figure.
Example: `period: 2020-01/2020-12`, where the source says “in the first nine months”.
Mend: write the period of the source, and whether it is stated or implied.

A113: an event's date is not the one that the source names, or is finer; a warning, where only its neighbours name it.

Why: a date that is finer than the source's was made up.
Example: `date: 2020-04`, where the source says “in 2020”.
Mend: write the date as the source has it, and no finer.

A201: a number of the source is nobody's.

Why: a figure that was overlooked is as much a fault as one that is wrong.
Example: “40 000 crossings”, and no statistic that quotes it.
Mend: add the statistic, or excuse the number among `excused` of `source.yaml`, with a reason.

A202: words of the source that carry a quantity are nobody's (a warning).

Why: “doubled” is a figure, too.
Example: “half of all growers”, and no statistic that quotes it.
Mend: add the statistic, or excuse the words among `excused` of `source.yaml`, with a reason.

A203: an excuse excuses nothing (a warning).

Why: it hides nothing today, and may hide a figure tomorrow.
Example: `excused` with “section 3”, which the source does not print.
Mend: remove it, or write the words exactly as the source prints them.
"""

from .auditing import Audit, Tally, audit, audited
from .keeping import RECORD, how_it_is_kept, record_of, record_text
from .source_text import text_of

__all__ = [
    "RECORD",
    "Audit",
    "Tally",
    "audit",
    "audited",
    "how_it_is_kept",
    "record_of",
    "record_text",
    "text_of",
]
