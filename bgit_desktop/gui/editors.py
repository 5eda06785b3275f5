"""Makes the editor of a declared field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bgit_desktop.core.fields import Field
from bgit_desktop.gui.checks_editor import ChecksEditor
from bgit_desktop.gui.field_editors import ChoiceEditor, DateEditor, FieldEditor, LineEditor, LongEditor
from bgit_desktop.gui.ref_editors import AddNew, RefEditor, RefsEditor
from bgit_desktop.gui.scan_editor import ScanEditor
from bgit_desktop.services import lists
from bgit_desktop.services.context import Session


def make_editor(session: Session, field: Field, parent: QWidget, unit: str, add_new: AddNew) -> FieldEditor:
    """Make the editor of a field.

    Args:
        session: the store.
        field: the declared field.
        parent: where it stands.
        unit: code of the unit whose record is edited, for what is suggested.
        add_new: opens the form of a new record that a reference shall point to.
    """
    if field.blob:
        return ScanEditor(field, parent)
    match field.kind:
        case "list" if field.choices:
            return ChecksEditor(field, parent)
        case "long" | "list":
            return LongEditor(field, parent)
        case "date" | "datetime":
            return DateEditor(field, parent)
        case "choice" | "code" | "clause" | "bool":
            return ChoiceEditor(field, lists.options(session, field), parent)
        case "ref":
            return RefEditor(session, field, add_new, parent)
        case "refs":
            return RefsEditor(session, field, add_new, parent)
        case _:
            return LineEditor(field, parent, lists.suggestions(session, field, unit))
