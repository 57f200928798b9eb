"""Tables, as the tests use them: every row is tried, and each that fails is shown."""

from __future__ import annotations

import inspect

import pytest

from tables import table


def test_a_row_that_fails_is_named_and_the_others_are_tried() -> None:
    tried: list[int] = []

    @table(("number", "right"), [(1, True), (2, False), (3, True)])
    def test(number: int, right: bool, extra: str) -> None:
        tried.append(number)
        assert right, extra

    with pytest.raises(AssertionError) as caught:
        test(extra="word")

    assert tried == [1, 2, 3]
    assert caught.value.__notes__ == ["in the row (2, False)"]
    assert list(inspect.signature(test).parameters) == ["extra"]


def test_several_rows_that_fail_are_shown_together() -> None:
    @table("number", [1, 2, 3])
    def test(number: int) -> None:
        assert number == 2

    with pytest.raises(ExceptionGroup, match="2 of 3 rows fail"):
        test()


def test_a_table_without_a_row_is_a_fault() -> None:
    @table("number", [])
    def test(number: int) -> None:
        raise AssertionError(number)

    with pytest.raises(AssertionError, match="tests nothing"):
        test()
