"""Runs digitrend, as a command or as `python -m digitrend`: first of all, signals are answered."""

import os

from digitrend.signals import ending, stoppable


def main() -> None:
    """Run the command that the arguments name, and exit; what the system refuses is said in one sentence."""
    with stoppable():
        try:
            from digitrend.cli.main import main as command  # noqa: PLC0415 - what can be stopped begins with the imports

            command()
        except OSError as error:
            _tell(error)
            raise SystemExit(1) from None
        finally:
            ending()


def _tell(error: OSError) -> None:
    """Say what the system refused: to read or write a file, or else to print."""
    what = f"cannot read or write '{error.filename}'" if error.filename else "cannot print"
    reason = error.strerror or str(error)
    os.write(2, f"digitrend: {what}: {reason[:1].lower()}{reason[1:]}\n".encode())
    if not error.filename:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer would be refused once more


if __name__ == "__main__":
    main()
