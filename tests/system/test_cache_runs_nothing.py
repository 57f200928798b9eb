"""A cache that somebody else wrote runs nothing."""

from __future__ import annotations

import base64
import json
import pickle
from contextlib import suppress
from pathlib import Path

from digitrend.build.cache import Cache
from digitrend.build.inputs import maker_versions, program_digest
from site_bench import Bench


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, sign: Path) -> None:
        self.sign = sign

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.sign,))


def test_a_received_cache_runs_nothing(bench: Bench, tmp_path: Path) -> None:
    bench.build()
    sign = tmp_path / "ran"
    bomb = pickle.dumps(Bomb(sign))
    pickle.loads(bomb)
    assert sign.exists()
    sign.unlink()
    # As a former version kept compiled templates, and as every object and note of this one.
    cache = Cache(bench.root / "cache")
    codes = {name: base64.b64encode(bomb).decode() for name in ("pages/home.html", "layout.html")}
    cache.write_note(
        "templates",
        program_digest(maker_versions()).encode() + b"\n" + json.dumps({"named": {}, "codes": codes}).encode(),
    )
    for file in (path for path in (bench.root / "cache").rglob("*") if path.is_file()):
        name = f"{file.parent.name}/{file.name}"
        if "templates" not in name:
            cache._write(name, bomb)

    bench.content["briefing.yaml"] += "# edited\n"
    with suppress(Exception):  # what comes of the site does not matter here
        bench.attempt()

    assert not sign.exists()
