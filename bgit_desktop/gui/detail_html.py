"""Writes a record as the HTML of the detail pane; links are the pane's actions (``edit:type:id`` and the like)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import in_sentence
from bgit_desktop.core.values import EMPTY
from bgit_desktop.core.verdicts.model import CHECK_LABELS, OPEN, OWNER_LABELS, RULE_LABELS, STATE_LABELS, Verdict
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.detail_proofs import course_html, proofs_html
from bgit_desktop.gui.redact_dialog import redact_html
from bgit_desktop.gui.scans import scan_html
from bgit_desktop.gui.table_model import STATE_ICONS, state_colour
from bgit_desktop.gui.urgent_export import urgent_html
from bgit_desktop.services.detail import Change, Conflict, Detail, Group, Part

HISTORY_SHOWN = 5
"""Changes shown before "all" is asked for."""

_MARKS = {"met": "met", "not_met": "not_met", "missing": "missing", "review": "review", "note": "note"}


def style() -> str:
    """Give the style sheet of the pane in the scheme in use."""
    scheme = theme.colours()
    return f"""
    .title {{ font-size: 13pt; font-weight: 600; margin: 4px 4px 0 4px; }}
    .part {{ font-weight: 600; margin: 12px 4px 2px 4px; }}
    p {{ margin: 2px 4px; }}
    td {{ padding: 1px 4px; }}
    a {{ color: {scheme.link}; text-decoration: none; }}
    .quiet {{ color: {scheme.quiet}; }}
    .bad {{ color: {scheme.bad}; }}
    """


def load_icons(document: QTextDocument) -> None:
    """Give a document the icons of verdicts and checks, in the colours of the scheme."""
    kind = QTextDocument.ResourceType.ImageResource.value
    for state, name in STATE_ICONS.items():
        document.addResource(kind, QUrl(f"icon:{state}"), icons.pixmap(name, state_colour(state), 14))
    document.addResource(kind, QUrl("icon:note"), icons.pixmap("info", theme.colours().quiet, 14))
    document.addResource(kind, QUrl("icon:conflict"), icons.pixmap("triangle-alert", theme.colours().bad, 14))


def detail_html(shown: Detail, changes: Sequence[Change], total_changes: int) -> str:
    """Write a record.

    Args:
        shown: the record.
        changes: the newest changes.
        total_changes: how many there are.
    """
    words = tr("Sửa") if shown.editable else tr("Xem")
    html = [f"<p class=title>{escape(shown.title)}</p>"]
    html.append(f"<p><span class=quiet>{escape(shown.unit)}</span> &nbsp; <a href='edit-this:'>{words}</a></p>")
    html += [_conflict(each, editable=shown.editable) for each in shown.conflicts]
    html += _verdicts(shown)
    html += [course_html(shown), proofs_html(shown)]
    html += [_inside(each, editable=shown.editable) for each in shown.inside]
    html += [_part(each) for each in shown.parts]
    html += [scan_html(shown), urgent_html(shown)]
    html += [_related(each) for each in shown.related]
    html.append(_new_related(shown))
    html.append(_history(changes, total_changes))
    html.append(redact_html(shown))
    return "".join(html)


def _icon(name: str) -> str:
    return f"<img src='icon:{name}' width=14 height=14 style='vertical-align: middle'>"


def _verdicts(shown: Detail) -> list[str]:
    """Write the verdicts; those that do not apply, and for one reason, in one line."""
    html: list[str] = []
    apart: dict[tuple[str, ...], list[str]] = {}
    for each in shown.verdicts:
        if each.verdict == "not_applicable" and not each.checks and each.mend is None:
            apart.setdefault(each.reasons, []).append(_clause_name(each))
        else:
            html.append(_verdict(each, shown))
    for reasons, names in apart.items():
        label = escape(str(STATE_LABELS["not_applicable"]))
        html.append(f"<p class=part>{escape('; '.join(names))}: {_icon('not_applicable')} {label}</p>")
        html += [f"<p class=quiet>{escape(reason)}</p>" for reason in reasons]
    return html


def _clause_name(verdict: Verdict) -> str:
    name = "Điều " + verdict.clause.removeprefix("QyD.")
    return f"{name}, {RULE_LABELS[verdict.rule]}" if verdict.rule else name


def _verdict(verdict: Verdict, shown: Detail) -> str:
    label = escape(str(STATE_LABELS[verdict.verdict]))
    html = [f"<p class=part>{escape(_clause_name(verdict))}: {_icon(verdict.verdict)} {label}</p>"]
    ruled = verdict.mend is not None and verdict.mend[0] == "ruling"
    if verdict.checks:
        rows = [
            f"<tr><td>{_icon(_MARKS[check.state])}</td><td>{escape(check.label)}: "
            f"{escape(str(CHECK_LABELS[check.state]))}<br>"
            f"<span class=quiet>{escape(check.explanation)}</span></td></tr>"
            for check in verdict.checks
        ]
        html.append(f"<table cellspacing=0>{''.join(rows)}</table>")
        html += [f"<p>{escape(reason)}</p>" for reason in verdict.reasons[-1:] if ruled]
    else:
        told = verdict.reasons if verdict.verdict in OPEN else verdict.reasons[1:] or verdict.reasons
        html.append(f"<p class=quiet>{escape(' '.join(told))}</p>")
    if verdict.missing:
        html.append(f"<p>{escape(tr('Cần bổ sung: {what}', what='; '.join(verdict.missing)))}</p>")
    if verdict.owner is not None:
        html.append(f"<p class=quiet>{escape(tr('Trách nhiệm: {who}', who=OWNER_LABELS[verdict.owner]))}</p>")
    if verdict.clause == "QyD.4" and verdict.verdict in ("missing", "review", "not_met") and shown.editable:
        html.append(f"<p><a href='add:qualification'>+ {escape(tr('Bổ sung bằng cấp'))}</a></p>")
    elif not ruled:
        html.append(_mend(verdict, shown))
    if verdict.verdict == "review" and shown.may_rule:
        at = shown.verdicts.index(verdict)
        html.append(f"<p><a href='rule:{at}'>{escape(tr('Kết luận…'))}</a></p>")
    if ruled and verdict.mend is not None:
        html.append(f"<p><a href='go:ruling:{verdict.mend[1]}'>{escape(tr('Xem kết luận'))}</a></p>")
    return "".join(html)


def _mend(verdict: Verdict, shown: Detail) -> str:
    """Offer the place where a verdict is put right, where that is another one than this record."""
    if verdict.mend is None or not shown.editable:
        return ""
    name, record = verdict.mend
    if record == shown.id:
        return ""  # "Sửa" stands at the top
    if record:
        words = tr("Mở {type}", type=in_sentence(str(TYPES[name].label)))
        return f"<p><a href='go:{name}:{record}'>{escape(words)}</a></p>"
    if shown.type in TYPES[name].by_name and TYPES[name].scope == "unit":
        words = tr("Thêm {type}", type=in_sentence(str(TYPES[name].label)))
        return f"<p><a href='new:{name}:{shown.type}'>+ {escape(words)}</a></p>"
    return ""


def _inside(group: Group, *, editable: bool) -> str:
    kind = TYPES[group.type]
    html = [f"<p class=part>{escape(str(kind.plural))} ({group.total})</p>"]
    for row in group.rows:
        actions = (
            f" &nbsp;<a href='edit:{group.type}:{row.id}'>{tr('Sửa')}</a>"
            f" &nbsp;<a href='delete:{group.type}:{row.id}'>{tr('Xóa')}</a>"
            if editable
            else ""
        )
        html.append(f"<p>· {escape(row.text)}{actions}</p>")
    if editable:
        words = tr("Thêm {type}", type=in_sentence(str(kind.label)))
        html.append(f"<p><a href='add:{group.type}'>+ {escape(words)}</a></p>")
    return "".join(html)


def _part(part: Part) -> str:
    heading = f"<p class=part>{escape(part.heading)}</p>" if part.heading else ""
    rows = [
        f"<tr><td class=quiet>{escape(line.label)}</td><td>{escape(line.text).replace(chr(10), '<br>')}</td></tr>"
        for line in part.lines
        if line.text != EMPTY
    ]
    empty = [line.label for line in part.lines if line.text == EMPTY]
    table = f"<table cellspacing=0>{''.join(rows)}</table>" if rows else ""
    rest = f"<p class=quiet>{EMPTY} {escape(', '.join(empty))}</p>" if empty else ""
    return heading + table + rest


def _related(group: Group) -> str:
    kind = TYPES[group.type]
    html = [f"<p class=part>{escape(str(kind.plural))} ({group.total})</p>"]
    html += [f"<p>· <a href='go:{group.type}:{row.id}'>{escape(row.text)}</a></p>" for row in group.rows]
    more = group.total - len(group.rows)
    if more > 0:
        html.append(f"<p class=quiet>{escape(tr('và {count} mục khác', count=more))}</p>")
    return "".join(html)


def _new_related(shown: Detail) -> str:
    """Offer what is often added for an officer: a task, a training."""
    if shown.type != "officer" or not shown.editable:
        return ""
    links = [
        f"<a href='new:{name}:{field}'>+ {escape(tr('Thêm {type}', type=in_sentence(str(TYPES[name].label))))}</a>"
        for name, field in (("task", "officers"), ("training", "officer"))
    ]
    return f"<p>{' &nbsp; '.join(links)}</p>"


def _conflict(conflict: Conflict, *, editable: bool) -> str:
    words = (
        tr("Có {count} giá trị khác nhau được nhập cùng lúc; chọn giá trị đúng:", count=len(conflict.rivals))
        if conflict.field
        else tr("Bản ghi bị xóa ở một máy trong khi máy khác đang sửa; hãy chọn giữ hay xóa:")
    )
    html = [f"<p class=part>{_icon('conflict')} {escape(tr('Xung đột: {label}', label=conflict.label))}</p>"]
    html.append(f"<p class=quiet>{escape(words)}</p>")
    for at, rival in enumerate(conflict.rivals):
        choose = (
            f" &nbsp;<a href='settle:{conflict.field}:{at}'>{tr('Chọn')}</a>"
            if editable and conflict.field and not rival.deletion
            else ""
        )
        html.append(
            f"<p>· {escape(rival.text)} "
            f"<span class=quiet>— {escape(rival.actor)}, {escape(rival.when)}, {escape(rival.pc)}</span>{choose}</p>"
        )
    if editable and not conflict.field:
        html.append(
            f"<p><a href='keep:yes'>{escape(tr('Giữ bản ghi'))}</a> &nbsp; "
            f"<a href='keep:no'>{escape(tr('Xóa bản ghi'))}</a></p>"
        )
    return "".join(html)


def _history(changes: Sequence[Change], total: int) -> str:
    html = [f"<p class=part>{escape(tr('Lịch sử thay đổi'))}</p>"]
    for change in changes:
        taken_back = "" if change.active else f" <span class=bad>({escape(tr('đã rút lại'))})</span>"
        html.append(
            f"<p><span class=quiet>{escape(change.when)} · {escape(change.who)}</span><br>"
            f"{escape(change.what)}{taken_back}"
        )
        if change.what == tr("Sửa"):
            for label, before, after in change.lines:
                html.append(f"<br>{escape(label)}: {escape(_short(before))} → {escape(_short(after))}")
        html.append("</p>")
    if total > len(changes):
        html.append(f"<p><a href='history:'>{escape(tr('Xem tất cả {count} lần', count=total))}</a></p>")
    return "".join(html)


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "…"
