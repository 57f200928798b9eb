"""The content folder: its layout, and its files with the position of every key and value.

The only package that imports yaml.  `read_documents` is its edge; `parse` and `survey` are pure.
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
