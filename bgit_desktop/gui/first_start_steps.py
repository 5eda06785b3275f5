"""The steps of the first start: each asks a little, says what is missing at its field, and gives its answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.catalogue import Unit
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.text import fold
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.services import setup, shipped_changes
from bgit_desktop.services.context import Mode

if TYPE_CHECKING:
    from bgit_desktop.services.setup import Created

CODE_ROLE = int(Qt.ItemDataRole.UserRole)


def _quiet(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "quiet")
    label.setWordWrap(True)
    return label


class _Step(QWidget):
    """What the steps share: a title, a column of fields, what is wrong under each."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.GRID // 2)
        heading = QLabel(title, self)
        heading.setProperty("role", "title")
        self.column.addWidget(heading)
        self._errors: dict[QWidget, QLabel] = {}

    def field(self, label: str, hint: str = "", *, required: bool = True) -> QLineEdit:
        """Add a labelled field; what is wrong with it will stand under it."""
        line = QLineEdit(self)
        name = QLabel(f"{label} *" if required else label, self)
        name.setBuddy(line)
        plain = label.replace("&", "")
        line.setAccessibleName(tr("{label}, bắt buộc", label=plain) if required else plain)
        self.column.addWidget(name)
        self.column.addWidget(line)
        self.add_error(line)
        if hint:
            self.column.addWidget(_quiet(hint, self))
        return line

    def add_error(self, field: QWidget) -> None:
        """Keep a place under a field for what is wrong with it."""
        label = QLabel(self)
        label.setProperty("role", "error")
        label.setWordWrap(True)
        label.hide()
        self.column.addWidget(label)
        self._errors[field] = label

    def error_at(self, field: QWidget) -> str:
        """Give the error that stands under a field; "" for none."""
        label = self._errors[field]
        return "" if label.isHidden() else label.text()

    def wrong(self, reason: str, field: QWidget, *, focus: QWidget | None = None) -> bool:
        """Say what is missing, under its field, and go there (or to ``focus``); always False."""
        self.right()
        self._errors[field].setText(reason)
        self._errors[field].show()
        (focus or field).setFocus()
        return False

    def right(self) -> bool:
        """Take back what was said; always True."""
        for label in self._errors.values():
            label.hide()
        return True

    def begin(self) -> None:
        """Put the focus where one begins."""

    def complete(self) -> bool:
        """Whether all is there; what is missing is said."""
        return True


class UnitStep(_Step):
    """Unit or province, and which unit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Máy này của cơ quan nào?"), parent)
        self._catalogue = setup.shipped_catalogue()
        self.of_unit = QRadioButton(tr("Đơ&n vị: UBND huyện, thành phố, thị xã hoặc sở, ngành"), self)
        self.of_province = QRadioButton(tr("&Sở tiếp nhận báo cáo của toàn tỉnh"), self)
        self.of_unit.setChecked(True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Gõ tên đơn vị (không cần dấu)"))
        self.search.setAccessibleName(tr("Tìm đơn vị"))
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.units = QListWidget(self)
        self.units.setAccessibleName(tr("Đơn vị"))
        self.warning = QLabel(self)
        self.warning.setWordWrap(True)
        self.new_unit = QCheckBox(tr("Đơn vị &mới lập, không có trong danh sách"), self)
        self.new_code, self.new_name = QLineEdit(self), QLineEdit(self)
        self.new_code.setPlaceholderText(tr("Mã do Sở cấp"))
        self.new_name.setPlaceholderText(tr("Tên đầy đủ của đơn vị"))
        for each in (self.of_unit, self.of_province, self.search):
            self.column.addWidget(each)
        self.column.addWidget(self.units, 1)
        self.add_error(self.units)
        self.column.addWidget(self.warning)
        self.column.addWidget(self.new_unit)
        row = QHBoxLayout()
        for line, stretch in ((self.new_code, 1), (self.new_name, 3)):
            line.setAccessibleName(line.placeholderText())
            line.textChanged.connect(lambda _text: self.right())
            row.addWidget(line, stretch)
        self.column.addLayout(row)
        self.add_error(self.new_code)
        self.new_unit.toggled.connect(self._is_new)
        self._is_new(False)
        self.search.textChanged.connect(self._fill)
        self.of_unit.toggled.connect(self._fill)
        self.units.itemSelectionChanged.connect(self._warn)
        self._fill()

    def _fill(self) -> None:
        chosen, words = self.code, fold(self.search.text()).split()
        self.units.clear()
        for unit in self._offered():
            names = fold(" ".join((unit.code, unit.name, unit.short_name, *unit.aliases)))
            if all(f" {word}" in f" {names}" for word in words):
                ending = shipped_changes.ending_of(unit.code)
                ended = tr(" (kết thúc {day})", day=f"{ending.last_day:%d/%m/%Y}") if ending else ""
                item = QListWidgetItem(f"{unit.name}{ended}")
                item.setData(CODE_ROLE, unit.code)
                self.units.addItem(item)
                if unit.code == chosen:
                    self.units.setCurrentItem(item)
        if self.units.count() == 1 or (self.of_province.isChecked() and self.units.currentRow() < 0):
            self.units.setCurrentRow(0)
        self._warn()

    def _is_new(self, new: bool) -> None:
        """Show the fields of a new unit in the place of the list."""
        for line in (self.new_code, self.new_name):
            line.setVisible(new)
        self.units.setEnabled(not new)
        self.search.setEnabled(not new)
        self.right()

    def _offered(self) -> list[Unit]:
        """Give the units to choose from: one row a code, the latest; for the Sở only departments."""
        latest = {
            unit.code: unit for unit in self._catalogue if unit.code and unit.kind not in ("division", "province")
        }
        if self.of_province.isChecked():
            receiving = self._catalogue.by_code(setup.HOST_DEPARTMENT)
            others = [unit for unit in latest.values() if unit.kind == "department" and unit is not receiving]
            return [*([receiving] if receiving else []), *others]
        return sorted(latest.values(), key=lambda unit: (not unit.is_district, unit.code))

    def _warn(self) -> None:
        self.right()
        ending = shipped_changes.ending_of(self.code) if self.code else None
        if ending is None:
            self.warning.clear()
            return
        self.warning.setText(
            tr(
                "Đơn vị này đã kết thúc ngày {day}: {note} ({basis}). Chỉ chọn khi cần lưu sổ cũ.",
                day=f"{ending.last_day:%d/%m/%Y}",
                note=ending.note,
                basis=ending.legal_basis,
            )
        )

    @property
    def mode(self) -> Mode:
        """Unit or province."""
        return "province" if self.of_province.isChecked() else "unit"

    @property
    def code(self) -> str:
        """Code of the unit chosen; "" for none."""
        if self.new_unit.isChecked():
            return self.new_code.text().strip()
        chosen = self.units.selectedItems()  # the current one may only hold the keyboard
        return str(chosen[0].data(CODE_ROLE)) if chosen else ""

    @property
    def name(self) -> str:
        """Name of a new unit; "" for one of the list."""
        return self.new_name.text().strip() if self.new_unit.isChecked() else ""

    def begin(self) -> None:
        """Put the focus on the search."""
        self.search.setFocus()

    def complete(self) -> bool:
        """Whether a unit is chosen."""
        if self.new_unit.isChecked():
            if not self.name:
                return self.wrong(tr("Hãy ghi mã và tên của đơn vị."), self.new_code, focus=self.new_name)
            try:
                setup.check_unit(self.mode, self.code, self.name)
            except BgitError as error:
                return self.wrong(str(error), self.new_code)
            return self.right()
        return bool(self.code) or self.wrong(tr("Hãy chọn một đơn vị trong danh sách."), self.units, focus=self.search)


class PersonStep(_Step):
    """Who works here, what this PC is called, where the data lies."""

    def __init__(self, folder: Path, computer: str, parent: QWidget) -> None:
        super().__init__(tr("Ai dùng, trên máy nào?"), parent)
        self._actor = self.field(tr("&Họ và tên của bạn"), tr("Ghi vào lịch sử mỗi thay đổi."))
        self._label = self.field(
            tr("Tên &gọi của máy này"), tr("Để Sở phân biệt khi đơn vị có nhiều máy."), required=False
        )
        self._label.setText(computer)
        self._folder = self.field(
            tr("&Thư mục dữ liệu"), tr("Trên ổ đĩa của máy này, không đặt trên ổ mạng hay thư mục đồng bộ đám mây.")
        )
        self._folder.setText(str(folder))
        choose = QPushButton(icons.icon("folder-open"), tr("&Chọn thư mục khác…"), self)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Chọn thư mục dữ liệu"), self._folder.text())
        if chosen:
            self._folder.setText(chosen)

    @property
    def actor(self) -> str:
        """The name for the journal."""
        return self._actor.text().strip()

    @property
    def label(self) -> str:
        """The name of this PC."""
        return self._label.text().strip()

    @property
    def folder(self) -> Path:
        """Where the store will lie."""
        return Path(self._folder.text().strip()).expanduser()

    def begin(self) -> None:
        """Put the focus on the name."""
        self._actor.setFocus()

    def complete(self) -> bool:
        """Whether name and folder are there."""
        if not self.actor:
            return self.wrong(tr("Hãy ghi họ và tên của bạn."), self._actor)
        if not self._folder.text().strip():
            return self.wrong(tr("Hãy chọn thư mục dữ liệu."), self._folder)
        return self.right()


def strength(passphrase: str) -> str:
    """Say in words how well a passphrase protects: by its length and how many words it has."""
    words, letters = len(passphrase.split()), len(passphrase)
    if letters < setup.MINIMUM_PASSPHRASE:
        return tr("Còn quá ngắn: cần ít nhất {count} ký tự.", count=setup.MINIMUM_PASSPHRASE)
    if len(set(passphrase)) < 5:
        return tr("Yếu: chỉ lặp lại vài ký tự.")
    if letters >= 20 or words >= 5:
        return tr("Mạnh.")
    if letters >= 14 or words >= 4:
        return tr("Khá: thêm một từ nữa sẽ mạnh.")
    return tr("Tạm được: nên ghép bốn, năm từ dễ nhớ với mình mà người khác khó đoán.")


class PassphraseStep(_Step):
    """The passphrase, twice, its strength in words, and what is lost with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Mật khẩu bảo vệ khóa"), parent)
        self.column.addWidget(
            _quiet(
                tr(
                    "Mật khẩu mở khóa dùng để ký và giải mã gói dữ liệu. Không ai lấy lại được: quên mật khẩu thì "
                    "phải làm khóa mới và đăng ký lại với Sở; số liệu đã nhập trên máy vẫn còn."
                ),
                self,
            )
        )
        self.first = self.field(tr("&Mật khẩu"))
        self.again = self.field(tr("&Nhập lại mật khẩu"))
        self.show_box = QPushButton(icons.icon("eye"), tr("&Hiện chữ"), self)
        self.show_box.setCheckable(True)
        self.show_box.setAutoDefault(False)
        self.show_box.toggled.connect(self._show)
        self._strength = _quiet("", self)
        self._strength.setAccessibleName(tr("Độ mạnh của mật khẩu"))
        row = QHBoxLayout()
        row.addWidget(self._strength, 1)
        row.addWidget(self.show_box)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._show(False)
        self.first.textChanged.connect(lambda text: self._strength.setText(strength(text) if text else ""))

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)

    @property
    def passphrase(self) -> str:
        """The passphrase."""
        return self.first.text()

    def begin(self) -> None:
        """Put the focus on the first field."""
        self.first.setFocus()

    def complete(self) -> bool:
        """Whether it is long enough and typed the same twice."""
        try:
            setup.check_passphrase(self.first.text())
        except BgitError as error:
            return self.wrong(str(error), self.first)
        if self.first.text() != self.again.text():
            return self.wrong(tr("Hai lần nhập không giống nhau; hãy nhập lại."), self.again)
        return self.right()


class DoneStep(_Step):
    """What was made, and what to do now: print the sheet, send the file."""

    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Đã sẵn sàng"), parent)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.text)
        self.print_button = QPushButton(icons.icon("printer"), tr("&In phiếu đăng ký (40 chữ số)…"), self)
        self.save_button = QPushButton(icons.icon("save"), tr("&Lưu tệp đăng ký gửi Sở…"), self)
        for button in (self.print_button, self.save_button):
            button.setAutoDefault(False)
        self.print_button.clicked.connect(self.print_asked)
        self.save_button.clicked.connect(self.save_asked)
        row = QHBoxLayout()
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(
            _quiet(
                tr(
                    "In phiếu, ký tên rồi trao tay hoặc gửi theo đường công văn; tệp gửi qua thư điện tử hoặc USB. "
                    "Bên nhận gõ 40 chữ số trên phiếu để biết tệp đúng là của bạn. Làm lại được ở trang Gói dữ liệu."
                ),
                self,
            )
        )
        self.column.addStretch(1)

    def fill(self, created: Created) -> None:
        """Show what was made."""
        lines = [
            tr("Kho dữ liệu của {unit} đã được tạo tại {folder}.", unit=created.unit_name, folder=created.folder),
            tr("Vân tay khóa của máy này: {digits}", digits=created.fingerprint),
            *created.warnings,
        ]
        self.text.setText("\n\n".join(lines))
