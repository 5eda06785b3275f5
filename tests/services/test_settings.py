"""What is set stays on this PC, is normalised, and names who makes the next change."""

from pathlib import Path

from bgit_desktop.services import records, settings
from bgit_desktop.services.context import open_session
from bgit_desktop.services.settings import Settings


def test_settings_are_kept_and_the_next_change_bears_the_name(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        settings.save(session, Settings("  Trần   Thị Bình", "Máy 2", "PHÓ TRƯỞNG PHÒNG", "", "Lạng Giang"))
        who = records.add(session, "officer", {"full_name": "Nguyễn Thị Hà"})
        assert records.history(session, "officer", who)[0].actor == "Trần Thị Bình"
    with open_session(unit_store, write=False) as session:
        assert settings.read(session) == Settings("Trần Thị Bình", "Máy 2", "PHÓ TRƯỞNG PHÒNG", "", "Lạng Giang")
        assert session.actor == "Trần Thị Bình"
