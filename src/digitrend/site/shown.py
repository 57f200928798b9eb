"""What a page's context holds, found in one walk: the figures that its prose mentions, and its charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from digitrend.charts import Chart
from digitrend.site.lookup import Mention
from digitrend.site.views import Evidence

PLAIN = (str, int, type(None))  # most values are: they need no look inside


@dataclass(slots=True)
class Walk:
    """Walks through contexts; what several of them hold is looked into once."""

    # By identity; the value is kept beside what was found in it, so that no other can come to have the same.
    _seen: dict[int, tuple[object, tuple[Mention | Chart, ...]]] = field(default_factory=dict)

    def shown(self, value: object) -> tuple[Mention | Chart, ...]:
        """Return the figures and terms that the prose in a value mentions and the charts in it, by first appearance.

        The evidence that a value holds is not looked into: a figure shown with its evidence needs no second one.
        """
        if isinstance(value, (Mention, Chart)):
            return (value,) if isinstance(value, Chart) or value.figure or value.term else ()
        if isinstance(value, Evidence):
            return ()
        if (known := self._seen.get(id(value))) is not None:
            return known[1]
        within: Iterable[object] = (
            value
            if isinstance(value, tuple)
            else (getattr(value, name) for name in getattr(value, "__dataclass_fields__", ()))
        )
        found = [thing for each in within if not isinstance(each, PLAIN) for thing in self.shown(each)]
        self._seen[id(value)] = (value, tuple(dict.fromkeys(found)) if found else ())
        return self._seen[id(value)][1]

    def mentioned(self, value: object) -> tuple[str, ...]:
        """Return the ids of the figures that the prose in a value mentions, in order of appearance."""
        return tuple(
            dict.fromkeys(each.figure for each in self.shown(value) if isinstance(each, Mention) and each.figure)
        )

    def terms(self, value: object) -> tuple[str, ...]:
        """Return the ids of the people, places and terms that the prose in a value mentions."""
        return tuple(dict.fromkeys(each.term for each in self.shown(value) if isinstance(each, Mention) and each.term))

    def charts(self, value: object) -> tuple[str, ...]:
        """Return the ids of the charts in a value, in order of appearance."""
        return tuple(dict.fromkeys(each.id for each in self.shown(value) if isinstance(each, Chart)))
