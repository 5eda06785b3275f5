"""The five answers of a verdict and their names: all that a list's column and its filter need of verdicts."""

from __future__ import annotations

from typing import Final, Literal

from bgit_desktop.core.i18n import Label

State = Literal["met", "not_met", "missing", "review", "not_applicable"]

STATE_LABELS: Final[dict[State, Label]] = {
    "met": Label("Đạt", "Met"),
    "not_met": Label("Chưa đạt", "Not met"),
    "missing": Label("Thiếu căn cứ", "Evidence missing"),
    "review": Label("Cần xem xét", "Needs review"),
    "not_applicable": Label("Không áp dụng", "Not applicable"),
}
