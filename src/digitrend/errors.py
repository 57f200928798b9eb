"""The exceptions that end a command, each with an exit code.

DigitrendError
├── BuildError             templates, WeasyPrint or a target fail; has a finding
│   ├── RenderError        a template fails
│   ├── NoTypesetterError  WeasyPrint cannot work here
│   └── PublishError       the site cannot be published (in `publish.changes`)
├── StoreError             a file cannot be read or written
│   └── BusyError          another build has locked the site
├── NotOursError           digitrend did not make the output folder, so must not change it
├── NoRevisionError        git has no such revision
├── WorkerLostError        a worker process ended, or none can be started
├── PortTakenError         the preview cannot listen on its port
└── NotPossibleError       `new` cannot make what was asked for

The text of each is one sentence for the user.
"""

from __future__ import annotations

from digitrend.diagnostics import Diagnostic


class DigitrendError(Exception):
    """The base class, with the exit code of the command."""

    exit_code = 1


class BuildError(DigitrendError):
    """A fault outside the content that stops a build; `diagnostic` is the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class RenderError(BuildError):
    """A template failed."""


class NoTypesetterError(BuildError):
    """WeasyPrint cannot work on this machine; the hint says what to install."""

    def __init__(self, fault: str, hint: str) -> None:
        super().__init__(Diagnostic("P008", fault, "briefing.pdf", hint=hint))


class StoreError(DigitrendError):
    """A file could not be read or written."""


class BusyError(StoreError):
    """Another build has locked the site for too long."""


class NotOursError(DigitrendError):
    """The output folder must not be changed; the text says why, and what to do."""


class NoRevisionError(DigitrendError):
    """The revision cannot be read."""


class WorkerLostError(DigitrendError):
    """A worker process could not be started, or ended during a task, most likely for lack of memory."""


class PortTakenError(DigitrendError):
    """The preview cannot listen on its port; the text says why, and what to do."""


class NotPossibleError(DigitrendError):
    """`digitrend new` cannot make what was asked for; the text ends with the next step."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}; {hint}")
