"""A briefing held against its source's own text: each figure where it is said to be, and none left out.

The text is not part of a project; whoever has it can audit.  Errors, but where a warning is said:

| code | says                                                                                              |
|------|---------------------------------------------------------------------------------------------------|
| A101 | the file is not the one on record                                                                 |
| A102 | a paragraph is not as recorded, or is missing                                                     |
| A103 | a statistic's `printed` does not stand in its paragraph                                           |
| A104 | an event's does not                                                                               |
| A105 | an oddity's does not stand in its paragraph, its section's heading, or anywhere                   |
| A106 | a relation's evidence does not stand in its paragraph                                             |
| A107 | a slogan does not stand in its heading                                                            |
| A108 | an alias is printed nowhere (warning)                                                             |
| A109 | the source hedges a figure otherwise than its qualifier; a hedge for which there is none (warning) |
| A110 | the figure, its scale or unit, or what it counts, is another in the source                        |
| A111 | a comparator's basis is not what the sentence supports (warning where the neighbours decide)      |
| A112 | a period is not the one that the source names; a stated one is implied (warning)                  |
| A113 | an event's date is not the one that the source names, or is finer                                 |
| A201 | a number of the source is no statistic's, no year, no name's, and not excused                     |
| A202 | words of the source that carry a quantity are no statistic's (warning)                            |
| A203 | an excuse excuses nothing (warning)                                                               |
"""

from .auditing import Audit, Tally, audit, audited
from .source_text import text_of

__all__ = ["Audit", "Tally", "audit", "audited", "text_of"]
