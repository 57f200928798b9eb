"""Runs digitrend, as a command or as `python -m digitrend`: first of all, signals are answered."""

from digitrend.stopping import ending, stoppable


def main() -> None:
    """Run the command that the arguments name, and exit."""
    with stoppable():
        try:
            from digitrend.cli import main as command  # noqa: PLC0415 - what can be stopped begins with the imports

            command()
        finally:
            ending()


if __name__ == "__main__":
    main()
