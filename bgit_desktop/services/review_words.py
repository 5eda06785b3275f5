"""What changed between two reviews of the staff, in sentences for the window, the command line and the minutes."""

from __future__ import annotations

from collections.abc import Mapping

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.review import Difference
from bgit_desktop.core.verdicts.model import STATE_LABELS


def state_word(state: str) -> str:
    """Name an answer; a dash for none."""
    return next((str(label) for name, label in STATE_LABELS.items() if name == state), "—")


def change_sentence(change: Difference, units: Mapping[str, str]) -> str:
    """Say one change: who, and what.

    Args:
        change: the change.
        units: code → name.
    """
    match change.change:
        case "joined":
            return tr("{name}: mới vào danh sách ({verdict})", name=change.name, verdict=state_word(change.after))
        case "left":
            return tr("{name}: không còn trong danh sách", name=change.name)
        case "moved":
            return tr("{name}: chuyển từ {unit}", name=change.name, unit=units.get(change.before, change.before))
        case "verdict":
            return tr(
                "{name}: từ {before} thành {after}",
                name=change.name, before=state_word(change.before).lower(), after=state_word(change.after).lower(),
            )  # fmt: skip
        case "placed":
            return tr("đã có cán bộ chuyên trách")
        case _:
            return tr("không còn cán bộ chuyên trách")
