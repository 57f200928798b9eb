"""The content folder: its layout, and its files with the position of every key and value.

The only package that imports yaml.  `read_documents` is its edge; `parse` and `survey` are pure.

| code | an error                                                                                      |
|------|-----------------------------------------------------------------------------------------------|
| C001 | not valid YAML: a tab, a colon, a quote, a bracket, an indentation; a directive               |
| C002 | a key is given twice in a mapping                                                             |
| C003 | a plain value can be read in more than one way: `010`, `1_000`, `True` (table in `scalars`)   |
| C004 | not UTF-8                                                                                     |
| C005 | larger than 1 MiB                                                                             |
| C006 | an alias without its anchor, an anchor twice, a merge key, aliases for more than 1000 values  |
| C007 | lists and mappings deeper than 50 levels                                                      |
| C008 | a YAML tag                                                                                    |
| C009 | more than one document                                                                        |
| C010 | a single value where fields or a list are expected                                            |
| C011 | a key that is not text                                                                        |
| C012 | an empty file                                                                                 |
| C013 | an invisible character, or an escape that gives one                                           |
| C014 | a full-width digit, colon or comma, or a curly quote, where YAML's own sign was meant         |
| C015 | a line of an unquoted text begins like a list item                                            |
| C020 | the content folder is not there                                                               |
| C021 | a file or folder cannot be read                                                               |
| C022 | a link leads out of the content folder, or to a folder                                        |
| C023 | a file that is always needed is missing                                                       |
| C024 | a file or folder has no place in the layout                                                   |
| C025 | a numbered file's name is not a number and a slug                                             |
| C026 | a number is given twice                                                                       |
| C027 | a number is left out                                                                          |
| C028 | a file does not end in `.yaml`                                                                |
| C029 | a slug is given twice in a folder                                                             |
"""

from digitrend.content.document import Document, Where
from digitrend.content.layout import ENTITY_TYPES, Kind, kind_of, number_and_slug, survey
from digitrend.content.parsing import parse
from digitrend.content.reading import read_documents, texts_of
from digitrend.content.scalars import Data

__all__ = [
    "ENTITY_TYPES",
    "Data",
    "Document",
    "Kind",
    "Where",
    "kind_of",
    "number_and_slug",
    "parse",
    "read_documents",
    "survey",
    "texts_of",
]
