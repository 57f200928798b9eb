"""Periods as items hold them: texts that `Period` can read."""

from __future__ import annotations

from digitrend.model.quantities import Period


def read_period(text: str, field: str) -> None:
    """Raise ValueError, as validators of items do, for a text that is no period; none at all is fine."""
    if text:
        try:
            Period.parse(text)
        except ValueError as error:
            raise ValueError(f"{error}|write it as 2019, 2020-H2, 2020-Q2, 2020-04 or 2020-01/2020-09", field) from None
