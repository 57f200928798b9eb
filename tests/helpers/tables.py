"""Tables: many rows, one test."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable

Test = Callable[..., None]


def table(names: str | tuple[str, ...], rows: Iterable[object]) -> Callable[[Test], Test]:
    """Run a test for each row of a table, all of them in one test, which shows every row that fails.

    `names` are those of the test's parameters that a row gives, one or several, as pytest's `parametrize` has it. What
    else the test asks for is the same for all rows.
    """
    filled = list(rows)

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def run(**fixtures: object) -> None:
            failures: list[Exception] = []
            for row in filled:
                values = {names: row} if isinstance(names, str) else dict(zip(names, row, strict=True))  # type: ignore[call-overload]
                try:
                    test(**values, **fixtures)
                except Exception as error:
                    error.add_note(f"in the row {row!r}")
                    failures.append(error)
            assert filled, "a table without a row tests nothing"
            if len(failures) == 1:
                raise failures[0]
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(filled)} rows fail", failures)

        asked = inspect.signature(test)
        given = [names] if isinstance(names, str) else names
        left = [parameter for name, parameter in asked.parameters.items() if name not in given]
        run.__signature__ = asked.replace(parameters=left)  # type: ignore[attr-defined]
        return run

    return decorate
