"""Vietnamese for Qt's own widgets.

Qt ships no Vietnamese catalogue, so its standard buttons, file and print dialogs and edit menus would stay
English. ``resources/i18n/qt_vi.json`` holds our translation under Qt's own contexts and source strings; the
translator here serves it. JSON instead of a compiled ``.qm``: nothing has to be built, and a change shows in
a diff.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from bgit_desktop.assets import load_qt_vietnamese


class QtVietnamese(QTranslator):
    """Serves the strings of Qt's own widgets in Vietnamese.

    Args:
        parent: the owner, which must outlive the use of the translator; usually the application.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = load_qt_vietnamese()

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to serve: an empty translator is not asked."""
        return False

    def translate(
        self, context: str, source_text: str, _disambiguation: str | None = None, _n: int = -1, /
    ) -> str | None:
        """Give the translation of one of Qt's strings.

        Args:
            context: class name of the widget, such as ``"QFileDialog"``.
            source_text: Qt's English string.

        Qt's comment and its count are not needed: no two strings of one context are alike, and Vietnamese has
        one plural form, in which Qt puts the number for ``%n`` itself.

        Returns:
            The Vietnamese string, or None: Qt then asks the next translator or keeps the English.
        """
        return self._catalogue.get(context, {}).get(source_text)


def install_qt_vietnamese(application: QCoreApplication) -> QtVietnamese:
    """Make Qt's own widgets speak Vietnamese from now on.

    Args:
        application: the running application, which becomes the owner of the translator.

    Returns:
        The translator, to be taken away with :func:`remove_qt_vietnamese` when the language changes.
    """
    translator = QtVietnamese(application)
    application.installTranslator(translator)
    return translator


def remove_qt_vietnamese(application: QCoreApplication, translator: QtVietnamese) -> None:
    """Let Qt's own widgets speak English again."""
    application.removeTranslator(translator)
    translator.deleteLater()
