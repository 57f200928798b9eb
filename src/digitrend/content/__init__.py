"""The content folder: its layout, and its files with the position of every key and value.

The only package that imports yaml.  `read_documents` is its edge; `parse` and `survey` are pure.

C001: the file is not valid YAML; a directive is refused, too.

Why: what YAML cannot read, or reads in a way that nobody meant, must not find its way into a page.
Example: a tab as indentation, a quote or bracket that never closes, `title: Ferries: an outlook`.
Mend: change the character that the finding points at; where a value holds signs of YAML, put it in quotes.

C002: a key is given twice in the same mapping.

Why: YAML keeps the last and forgets the first in silence, so half of what was written would be lost.
Example: two lines `finding: …` in one trend.
Mend: keep one of the two, or join their texts.

C003: an unquoted value can be read in more than one way.

Why: versions of YAML differ about it: `010` is ten here and eight there, `1_000` a number here and a text there.
Example: `value: 1_000`, `value: 1e3`, `complete: True`.
Mend: write plain decimal digits, `true`, `false` or `null`; put it in quotes where the text itself is meant.

C004: the file is not UTF-8.

Why: other encodings give other letters for the same bytes, and names would be printed wrong.
Example: a file saved as GB18030, Windows-1252 or UTF-16.
Mend: save the file as UTF-8; every editor can.

C005: the file is larger than 1 MiB.

Why: no item of a briefing comes near that; such a file is something else, put there by mistake.
Example: a scan or a data set below `content/`.
Mend: move it out of the content folder, or split it into smaller files.

C006: an anchor or alias of YAML does not work as written.

Why: an alias without its anchor stands for nothing, and a few lines of aliases can stand for millions of values.
Example: `note: *important`, where no `&important` stands above; `note: &c.`; a merge key `<<`; one anchor twice.
Mend: write the values out; put the value in quotes where the asterisk or the ampersand is part of the text.

C007: lists and mappings are nested deeper than 50 levels.

Why: nothing in a briefing is, so brackets were opened that were not meant.
Example: `statistics: [[[[[[…`.
Mend: remove the surplus brackets.

C008: a YAML tag is not read here.

Why: tags ask a program to make something other than text, numbers and lists from a file; this one never does.
Example: `value: !!float 18`, `title: !important`.
Mend: remove the tag; put the value in quotes where the exclamation mark is part of the text.

C009: the file holds more than one document.

Why: a content file is one item; what stands below the second `---` would be forgotten.
Example: a line `---` in the middle of a trend.
Mend: remove the line, or move what follows it into a file of its own.

C010: the file holds a single value where fields or a list are expected.

Why: a content file says what is what: it gives names to its values.
Example: a file that is one sentence, or whose colons have no space after them.
Mend: write `key: value`, with a space after the colon.

C011: a key is not text.

Why: the names of fields are words; a number or a list cannot be one.
Example: `2020: …`, `[a, b]: …`.
Mend: put the key in quotes, or write the field that was meant.

C012: the file is empty.

Why: an empty file looks like work that was lost.
Example: a file with nothing but comments.
Mend: write its fields, or delete the file.

C013: the file holds a character that cannot be seen, or an escape that gives one.

Why: it looks like nothing and breaks searches, comparisons and links, or makes a text look like another one, as what
turns the direction of letters does; most come with text that was pasted.
Example: a zero-width space within a name, or an escape in double quotes that stands for one.
Mend: delete the character; press Enter where a new line was meant.

C014: a sign of another keyboard stands where YAML's own was meant.

Why: YAML knows the ordinary colon, comma, digits and straight quotes only; the others are letters to it.
Example: `title：Ferries`, `entities: [a，b]`, `entities: [a、b]`, `value: １２`, `title: “Ferries”`.
Mend: write the ordinary sign, with a space after a colon or a comma; put text that is meant so in quotes.

C015: a line of an unquoted text begins like a list item.

Why: YAML joins it to the line above, so a list that was meant becomes one text.
Example: `notes: The first` and below it `- The second`.
Mend: begin each item of the list with `- `, the first too; write a text of several lines below `|`.

C016: an unquoted value ends with a quote that nothing opens.

Why: half of a pair was lost, and the other half would be printed.
Example: `title: The Elm Valley"`.
Mend: put the quote before the value too, or remove it.

C020: the content folder is not there.

Why: without it there is nothing to check or to build.
Example: `digitrend check --content contnet`.
Mend: name the folder with `--content`, or run the command where the folder is.

C021: a file or folder cannot be read.

Why: what is not read would be missing in the briefing without a word.
Example: a file that belongs to another user.
Mend: check that the file is a file, and its permissions.

C022: a link leads out of the content folder, or to a folder.

Why: the briefing would then depend on files that are not part of it, and a link to a folder can lead in circles.
Example: `trends/01-ferries.yaml`, a symbolic link to a file in another folder.
Mend: put the file itself there.

C023: a file that every briefing needs is missing.

Why: `briefing.yaml` says what the briefing is, `source.yaml` which work it cites; without them no figure has a place.
Example: a content folder without `source.yaml`.
Mend: create the file; the README says what it holds.

C024: a file or folder has no place in the content.

Why: everything there is read, so what is not known would be forgotten in silence.
Example: `trend/01-ferries.yaml`, `entities/persons.yaml`.
Mend: rename it as the hint says, or move it out of the content folder.

C025: the name of a trend's, an issue's or a group's file is not a number and a slug.

Why: the file's name is the identity: it gives the number, the id and the address of the page.
Example: `trends/ferries.yaml`, `trends/1_Ferries.yaml`.
Mend: rename it: two digits, a hyphen, lower-case words with hyphens, as `trends/01-ferries.yaml`.

C026: a number is that of another file, too.

Why: `trend-1` would be two trends.
Example: `trends/01-ferries.yaml` and `trends/01-orchards.yaml`.
Mend: give one of the two another number.

C027: a number is left out.

Why: the parts are numbered as in the source, and a gap looks like one that was lost.
Example: `trends/01-ferries.yaml` and `trends/03-orchards.yaml`, and no trend 2.
Mend: number the files without gaps.

C028: a file does not end in `.yaml`.

Why: only such files are read, so the content of this one would be missing.
Example: `trends/01-ferries.yml`, `trends/01-ferries.yaml.txt`.
Mend: rename it, or move it out of the content folder.

C029: a slug is given twice in a folder.

Why: both pages would have the same address.
Example: `trends/01-ferries.yaml` and `trends/02-ferries.yaml`.
Mend: rename one of the two.
"""

from digitrend.content.document import Document, Where, digest_of
from digitrend.content.layout import ENTITY_TYPES, Kind, kind_of, number_and_slug, survey
from digitrend.content.parsing import parse
from digitrend.content.reading import documents_of, read_documents, texts_of
from digitrend.content.scalars import Data

__all__ = [
    "ENTITY_TYPES",
    "Data",
    "Document",
    "Kind",
    "Where",
    "digest_of",
    "documents_of",
    "kind_of",
    "number_and_slug",
    "parse",
    "read_documents",
    "survey",
    "texts_of",
]
