"""The page of all forms in `docs/` is the one that the tool makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms_page import forms_page
from paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_page_of_forms_is_current(expected: Callable[[Path, str], None]) -> None:
    for path, text in forms_page().items():
        expected(ROOT / "docs" / path, text)
