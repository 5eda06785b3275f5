"""The choice under which unit figures are counted: that of then, or what stands in its place now."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.services.report_model import CountedBy


def units_choice(parent: QWidget, first: CountedBy) -> QComboBox:
    """Make the choice.

    Args:
        parent: the page.
        first: what is chosen at first.
    """
    made = QComboBox(parent)
    for label, value in ((tr("Theo đơn vị lúc đó"), "then"), (tr("Theo đơn vị hiện nay"), "now")):
        made.addItem(label, value)
    made.setCurrentIndex(made.findData(first))
    made.setAccessibleName(tr("Số liệu tính theo đơn vị nào"))
    made.setToolTip(
        tr("Đơn vị đã kết thúc: tính dưới tên của nó, hay tính vào đơn vị kế thừa hiện nay. Tổng số không đổi.")
    )
    return made


def chosen_units(box: QComboBox) -> CountedBy:
    """Give what is chosen."""
    chosen: CountedBy = box.currentData()
    return chosen
