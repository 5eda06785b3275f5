"""How often a copy is made before packages are taken in: a small store each hour, a large one each day."""

from __future__ import annotations

import pytest

from bgit_desktop.services import copies
from bgit_desktop.services.context import Session

HOUR = 3_600_000


@pytest.mark.parametrize(("limit", "hours", "copied"), [(1 << 40, 2, True), (0, 2, False), (0, 25, True)])
def test_a_copy_serves_an_hour_or_a_day(
    district: Session, monkeypatch: pytest.MonkeyPatch, limit: int, hours: int, copied: bool
) -> None:
    monkeypatch.setattr(copies, "LARGE_STORE", limit)
    first = copies.before_risk(district, "receive")
    now = district.store.clock() + hours * HOUR
    monkeypatch.setattr(district.store, "clock", lambda: now)
    with district.store.write("edit", "", "An"):
        district.store.audit("An", "edit", "")
    assert (copies.before_risk(district, "receive") != first) is copied
    assert first.path.is_file()
