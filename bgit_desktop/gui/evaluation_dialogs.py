"""Dialogs of the Sở's evaluation and reviews: points with a reason, a result, making final, the scale, a round, a remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from bgit_desktop.core.evaluation import Points, points_text
from bgit_desktop.core.fields import Choice
from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.sheet import Sheet


def _day(parent: QWidget, day: QDate) -> QDateEdit:
    made = QDateEdit(day, parent)
    made.setDisplayFormat("dd/MM/yyyy")
    made.setCalendarPopup(True)
    return made


def _text(parent: QWidget, text: str, height: int = 70) -> QPlainTextEdit:
    made = QPlainTextEdit(text, parent)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(height)
    return made


class PointsDialog(Sheet):
    """Takes the points a person gives under a criterion, with the reason."""

    def __init__(self, parent: QWidget, name: str, points: Points) -> None:
        super().__init__(parent, tr("Cho điểm: {name}", name=name), tr("&Ghi điểm"))
        criterion = points.criterion
        self._note(f"{criterion.code}. {criterion.label}")
        self._note(tr("Hiện nay: {said}", said=points.said))
        self.points = QDoubleSpinBox(self)
        self.points.setDecimals(1)
        self.points.setRange(0, float(criterion.max_points))
        self.points.setValue(float(points.points or 0))
        self.points.setSuffix(tr(" / {most} điểm", most=points_text(criterion.max_points)))
        self.reason = _text(self, points.said if points.by_person else "")
        self.computed = QCheckBox(tr("&Bỏ điểm đã cho, tính lại từ hồ sơ"), self)
        self.computed.setVisible(points.by_person)
        self.computed.toggled.connect(self.points.setDisabled)
        self.computed.toggled.connect(self.reason.setDisabled)
        self._row(tr("&Điểm"), self.points)
        self._row(tr("&Lý do *"), self.reason)
        self._column.addWidget(self.computed)
        self._end()
        fit(self, 460, 340)

    def _check(self) -> None:
        if not self.computed.isChecked() and not self.reason.toPlainText().strip():
            self.problem(tr("Hãy ghi lý do cho điểm; điểm không có lý do thì không được ghi."), self.reason)
            return
        self.accept()

    @property
    def chosen(self) -> tuple[Decimal | None, str]:
        """Points (None takes back what was given) and reason."""
        if self.computed.isChecked():
            return None, ""
        return Decimal(str(round(self.points.value(), 1))), self.reason.toPlainText().strip()


class ResultDialog(Sheet):
    """Takes a person's rating, comment and the use made of a result; once final, the use only."""

    def __init__(
        self, parent: QWidget, name: str, ratings: Sequence[Choice], values: Mapping[str, str], *, final: bool
    ) -> None:
        super().__init__(parent, tr("Kết quả: {name}", name=name), tr("&Ghi kết quả"))
        self._final = final
        self.rating = QComboBox(self)
        self.rating.addItem(tr("Chưa xếp loại"), "")
        for each in ratings:
            self.rating.addItem(str(each.label), each.value)
        self.rating.setCurrentIndex(max(0, self.rating.findData(values.get("rating", ""))))
        self.comment = _text(self, values.get("comment", ""))
        self.use = _text(self, values.get("use", ""))
        self.rating.setDisabled(final)
        self.comment.setDisabled(final)
        self._row(tr("&Xếp loại"), self.rating)
        self._row(tr("&Nhận xét"), self.comment)
        self._row(tr("&Sử dụng kết quả (Điều 9.2.f)"), self.use)
        self._end()
        fit(self, 480, 380)

    @property
    def chosen(self) -> dict[str, str]:
        """What is to be written."""
        use = {"use": self.use.toPlainText().strip()}
        if self._final:
            return use
        return {"rating": str(self.rating.currentData()), "comment": self.comment.toPlainText().strip(), **use}


class FinalDialog(Sheet):
    """Asks for document and day before results are made final."""

    def __init__(self, parent: QWidget, count: int, today: QDate) -> None:
        super().__init__(parent, tr("Chốt kết quả đánh giá"), tr("&Chốt"))
        self._note(tr("{count} kết quả sẽ được chốt; sau đó điểm và bộ tiêu chí này không sửa được nữa.", count=count))
        self.document = QLineEdit(self)
        self.day = _day(self, today)
        self._row(tr("&Văn bản công nhận"), self.document)
        self._row(tr("&Ngày chốt"), self.day)
        self._end()
        self.setMinimumWidth(420)

    @property
    def chosen(self) -> tuple[str, str]:
        """Document and day."""
        return self.document.text().strip(), self.day.date().toString(Qt.DateFormat.ISODate)


class NameDialog(Sheet):
    """Takes the name of a set of criteria."""

    def __init__(self, parent: QWidget, title: str, note: str, suggested: str) -> None:
        super().__init__(parent, title, tr("&Lập bộ"))
        self._note(note)
        self.name = QLineEdit(suggested, self)
        self._row(tr("&Tên bộ tiêu chí *"), self.name)
        self._end()
        self.setMinimumWidth(420)

    def _check(self) -> None:
        if not self.name.text().strip():
            self.problem(tr("Hãy đặt tên bộ tiêu chí, ví dụ 2024."), self.name)
            return
        self.accept()


class ScaleDialog(Sheet):
    """Sets the least per cent of the points for each rating."""

    def __init__(self, parent: QWidget, ratings: Sequence[Choice], least: Mapping[str, int]) -> None:
        super().__init__(parent, tr("Thang xếp loại"), tr("&Đặt thang"))
        self._note(
            tr("Các mức 90, 75, 50 % là đề xuất của phần mềm, Quy định không ấn định; Sở đặt theo văn bản của mình.")
        )
        self.least: dict[str, QSpinBox] = {}
        for each in ratings[:-1]:
            box = QSpinBox(self)
            box.setRange(0, 100)
            box.setSuffix(" %")
            box.setValue(least[each.value])
            self.least[each.value] = box
            self._row(tr("{rating} từ", rating=each.label), box)
        self._end()
        self.setMinimumWidth(420)

    def _check(self) -> None:
        numbers = [box.value() for box in self.least.values()]
        if numbers != sorted(numbers, reverse=True):
            self.problem(tr("Mức cao hơn phải cần tỷ lệ điểm cao hơn."))
            return
        self.accept()

    @property
    def chosen(self) -> dict[str, int]:
        """Rating → least per cent."""
        return {name: box.value() for name, box in self.least.items()}


class RoundDialog(Sheet):
    """Opens a review round: the day, the due day, title, document."""

    def __init__(self, parent: QWidget, today: QDate) -> None:
        super().__init__(parent, tr("Mở đợt rà soát đội ngũ"), tr("&Mở đợt, chốt danh sách"))
        self._note(tr("Danh sách cán bộ và kết quả đối chiếu Điều 4, 5 của ngày này được chốt; không sửa được về sau."))
        self.title = QLineEdit(self)
        self.day = _day(self, today)
        self.day.setMaximumDate(today)
        self.due = _day(self, today.addMonths(3))
        self.document = QLineEdit(self)
        self._row(tr("&Tên đợt (bỏ trống: lấy theo ngày)"), self.title)
        self._row(tr("Tính đến &ngày"), self.day)
        self._row(tr("&Hạn khắc phục"), self.due)
        self._row(tr("&Văn bản"), self.document)
        self._end()
        self.setMinimumWidth(440)

    @property
    def chosen(self) -> tuple[str, str, str, str]:
        """Title, day, due day, document."""
        days = [each.date().toString(Qt.DateFormat.ISODate) for each in (self.day, self.due)]
        return self.title.text().strip(), days[0], days[1], self.document.text().strip()


class RemedyDialog(Sheet):
    """Sets the remedy of one line of a round."""

    def __init__(self, parent: QWidget, name: str, remedies: Sequence[Choice], values: Mapping[str, str]) -> None:
        super().__init__(parent, tr("Khắc phục: {name}", name=name), tr("&Ghi"))
        self.remedy = QComboBox(self)
        for each in remedies:
            self.remedy.addItem(str(each.label), each.value)
        self.remedy.setCurrentIndex(max(0, self.remedy.findData(values.get("remedy", ""))))
        due = QDate.fromString(values.get("due_on", ""), Qt.DateFormat.ISODate)
        self.has_due = QCheckBox(tr("Có &hạn"), self)
        self.has_due.setChecked(due.isValid())
        self.due = _day(self, due if due.isValid() else QDate.currentDate().addMonths(1))
        self.due.setEnabled(due.isValid())
        self.has_due.toggled.connect(self.due.setEnabled)
        self.note = _text(self, values.get("note", ""))
        self.settled = QCheckBox(tr("Đã khắc phục &xong"), self)
        self.settled.setChecked(values.get("status") == "done")
        self._row(tr("Hướng &khắc phục"), self.remedy)
        self._column.addWidget(self.has_due)
        self._row(tr("Ngà&y hạn"), self.due)
        self._row(tr("Ghi &chú"), self.note)
        self._column.addWidget(self.settled)
        self._end()
        self.setMinimumWidth(420)

    @property
    def chosen(self) -> dict[str, str | None]:
        """What is to be written."""
        return {
            "remedy": str(self.remedy.currentData()),
            "due_on": self.due.date().toString(Qt.DateFormat.ISODate) if self.has_due.isChecked() else None,
            "note": self.note.toPlainText().strip() or None,
            "status": "done" if self.settled.isChecked() else "open",
        }


class TextDialog(Sheet):
    """Takes one text that must not be empty: a conclusion, a comment."""

    def __init__(self, parent: QWidget, title: str, label: Label | str, action: str, note: str = "") -> None:
        super().__init__(parent, title, action)
        if note:
            self._note(note)
        self.text = _text(self, "", 110)
        self._row(f"{label} *", self.text)
        self._end()
        fit(self, 480, 300)

    def _check(self) -> None:
        if not self.text.toPlainText().strip():
            self.problem(tr("Hãy ghi nội dung."), self.text)
            return
        self.accept()
