"""What the content quotes: every forecast and every piece of advice of the real content, in a few words."""

from __future__ import annotations

from builders import documents, the_real_content
from digitrend.audit.quotes import claims
from digitrend.check.runner import contents_of

MOST = 8  # words that may be quoted of what is expected or advised


def test_every_forecast_and_measure_is_quoted_in_a_few_words_at_its_place() -> None:
    contents, _ = contents_of(documents(the_real_content())[0])
    found = [claim for claim in claims(contents) if claim.code in {"A114", "A115"}]

    assert [claim.code for claim in found].count("A114") == len(contents.forecasts)
    assert [claim.code for claim in found].count("A115") == len(contents.measures)
    assert [claim.words for claim in found if len(claim.words.split()) > MOST] == []
    assert all(claim.place == claim.placed.item.model_dump()["locator"] for claim in found)
