"""In-app help: a Markdown text per page and language, and the page about the program with its licences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from bgit_desktop import __version__
from bgit_desktop.assets import resource_path
from bgit_desktop.core.i18n import current_language, tr
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.dialog_room import fit

TOPICS = (
    "index", "overview", "officers", "verdicts", "tasks", "incidents", "training", "reports", "packages", "units",
    "calendar", "compliance", "evaluation", "lists", "conflicts", "import", "keys", "key-changes", "backup", "audit",
)  # fmt: skip
"""The texts there are in each language, in the order of the table of contents."""


def help_text(topic: str) -> str:
    """Give a help text in the current language.

    Raises:
        FileNotFoundError: there is none of this name: a bug of ours.
    """
    return resource_path(f"help/{current_language()}/{topic}.md").read_text(encoding="utf-8")


def topic_title(topic: str) -> str:
    """Give the heading of a help text."""
    return help_text(topic).splitlines()[0].removeprefix("#").strip()


class HelpWindow(QDialog):
    """Shows a help text; its links and the list above lead to the others."""

    def __init__(self, parent: QWidget | None, topic: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Trợ giúp"))
        self.setModal(False)
        self.topics = QComboBox(self)
        self.topics.setAccessibleName(tr("Chủ đề trợ giúp"))
        for each in TOPICS:
            self.topics.addItem(topic_title(each), each)
        self.topics.activated.connect(lambda _at: self.show_topic(str(self.topics.currentData())))
        self.browser = QTextBrowser(self)
        self.browser.setAccessibleName(tr("Trợ giúp"))
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self.browser.document().setDocumentMargin(2 * theme.GRID)
        close = QPushButton(tr("Đón&g"), self)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.topics, 1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.browser, 1)
        fit(self, 640, 520)
        self.show_topic(topic)
        self.browser.setFocus()

    def show_topic(self, topic: str) -> None:
        """Show another text."""
        name = topic if topic in TOPICS else "index"
        self.topics.setCurrentIndex(TOPICS.index(name))
        self.browser.setMarkdown(help_text(name))

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)
        else:
            self.show_topic(url.path().removesuffix(".md"))


def show_help(parent: QWidget, topic: str) -> HelpWindow:
    """Open the help at a text, or bring the open one there."""
    for window in parent.findChildren(HelpWindow):
        if window.isVisible():
            window.show_topic(topic)
            window.raise_()
            window.activateWindow()
            return window
    window = HelpWindow(parent, topic)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    return window


class AboutDialog(QDialog):
    """What this program is, for whom, and the licences of all it is made of."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Giới thiệu bgit"))
        mark = QLabel(self)
        mark.setPixmap(icons.application_icon().pixmap(48, 48))
        words = tr(
            "bgit {version} — phần mềm ngoại tuyến giúp cán bộ chuyên trách công nghệ thông tin thực hiện "
            "Quyết định 445/2013/QĐ-UBND của UBND tỉnh Bắc Giang. Dữ liệu nằm trên máy này; chỉ rời máy trong gói "
            "do người dùng xuất, có ký số và mã hóa.",
            version=__version__,
        )
        text = QLabel(words, self)
        text.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(text, 1)
        self.licences = QComboBox(self)
        self.licences.setAccessibleName(tr("Giấy phép"))
        self.licences.addItem(tr("Các thành phần và giấy phép"), "NOTICE.md")
        for path in sorted(resource_path("licences").glob("*.txt")):
            self.licences.addItem(path.stem, path.name)
        self.licences.activated.connect(self._show)
        self.browser = QTextBrowser(self)
        self.browser.setAccessibleName(tr("Giấy phép"))
        close = QPushButton(tr("Đón&g"), self)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.licences, 1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.browser, 1)
        fit(self, 640, 480)
        self._show()

    def _show(self) -> None:
        path: Path = resource_path(f"licences/{self.licences.currentData()}")
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".md":
            self.browser.setMarkdown(text)
        else:
            self.browser.setPlainText(text)


def show_about(parent: QWidget) -> AboutDialog:
    """Open the page about the program."""
    dialog = AboutDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
