"""Runs digitrend, as a command or as `python -m digitrend`: first of all, signals are answered."""

import os

from digitrend.signals import ending, stoppable


def main() -> None:
    """Run the command that the arguments name, and exit; what the system refuses is said in one sentence."""
    with stoppable():
        try:
            from digitrend.cli.main import cli as command  # noqa: PLC0415 - what can be stopped begins with the imports

            command()
        except (OSError, MemoryError, RuntimeError, ImportError) as error:
            if not (sentence := _sentence(error)):
                raise
            os.write(2, f"digitrend: {sentence}\n".encode())
            raise SystemExit(1) from None
        finally:
            ending()


def _sentence(error: Exception) -> str:
    """Say what the system refused, or return "" for a fault of our own."""
    if isinstance(error, MemoryError) or "failed to map segment" in str(error):
        return "there is not enough memory"
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return "the system gives no more threads"
    if not isinstance(error, OSError):
        return ""
    reason = error.strerror or str(error)
    what = f"cannot read or write '{error.filename}'" if error.filename else "the system refuses what was asked of it"
    if not error.filename and _prints(error):
        what = "cannot print"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer would be refused once more
    return f"{what}: {reason[:1].lower()}{reason[1:]}"


def _prints(error: OSError) -> bool:
    """Tell whether an error came from printing: by way of click, as all that is printed."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    return at is not None and str(at.tb_frame.f_globals.get("__name__")).partition(".")[0] in {"click", "rich"}


if __name__ == "__main__":
    main()
