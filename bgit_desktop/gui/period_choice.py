"""The choice of a reporting period: a half-year or a year, on every page that is about one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.gui import theme


class PeriodChoice(QWidget):
    """Chooses a half-year or a year.

    Args:
        parent: the widget it stands on.
        period: the one chosen at first.
        changed: called with every other choice.
    """

    def __init__(self, parent: QWidget, period: Period, changed: Callable[[], object]) -> None:
        super().__init__(parent)
        self.part = QComboBox(self)
        self.part.setAccessibleName(tr("Kỳ báo cáo"))
        for label, value in ((tr("6 tháng đầu năm"), 1), (tr("6 tháng cuối năm"), 2), (tr("Cả năm"), 0)):
            self.part.addItem(label, value)
        self.year = QSpinBox(self)
        self.year.setAccessibleName(tr("Năm"))
        self.year.setRange(2013, 2099)
        self.set(period)
        self.part.currentIndexChanged.connect(lambda _at: changed())
        self.year.valueChanged.connect(lambda _year: changed())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID // 2)
        row.addWidget(self.part)
        row.addWidget(self.year)

    @property
    def period(self) -> Period:
        """The period chosen."""
        return Period(self.year.value(), int(self.part.currentData()))

    def set(self, period: Period) -> None:
        """Choose a period."""
        self.part.setCurrentIndex(self.part.findData(period.half))
        self.year.setValue(period.year)
