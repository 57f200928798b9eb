"""Findings about what a build lacks: nothing in the content is wrong, but something that it is made with is missing."""

from __future__ import annotations

from digitrend import addresses
from digitrend.diagnostics import Diagnostic
from digitrend.editions.pdf import NoTypesetterError
from digitrend.indexing import IndexingFailed
from digitrend.render import RenderError
from digitrend.wording import MissingWordError

LACKS = (
    MissingWordError,
    RenderError,
    NoTypesetterError,
    IndexingFailed,
)  # what may stop a build once the content is sound


def lack(error: Exception, words: str) -> Diagnostic:
    """Return what one of `LACKS` says to whoever builds; `words` is the file of the interface's words."""
    if isinstance(error, MissingWordError):
        return Diagnostic("P005", str(error), words, hint="add it")
    if isinstance(error, NoTypesetterError):
        return no_pdf(error)
    if isinstance(error, IndexingFailed):
        return no_index(error)
    assert isinstance(error, RenderError)
    return error.diagnostic


def no_words(path: str) -> Diagnostic:
    """P006: the file of the interface's words is missing."""
    name = path.rpartition("/")[2]
    return Diagnostic("P006", f"the file '{name}' is missing", path, hint="put it back")


def no_index(error: IndexingFailed) -> Diagnostic:
    """P007: the index of the search page cannot be made."""
    message = str(error)
    mend = "pip install --force-reinstall 'pagefind[bin]'"
    hint = f"see that the disk is not full; else install Pagefind's program again: {mend}"
    return Diagnostic("P007", message[:1].lower() + message[1:], "pagefind", hint=hint)


def no_pdf(error: NoTypesetterError) -> Diagnostic:
    """P008: the PDF that was asked for cannot be made."""
    return Diagnostic("P008", str(error), addresses.file_of(addresses.PDF), hint=error.hint)
