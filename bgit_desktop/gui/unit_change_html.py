"""What a change of units does, as the HTML that the dialogs about it show."""

from __future__ import annotations

from html import escape

from bgit_desktop.core.i18n import tr
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.unit_changes import ChangedRow, ProposedChange, Touched


def state_word(each: ProposedChange) -> tuple[str, str, Tone]:
    """Say how a change stands: word, icon, tone."""
    if each.state == "done":
        return tr("Đã áp dụng"), "circle-check", "good"
    if each.state == "pending":
        return tr("Chưa áp dụng"), "circle-minus", "quiet"
    if each.asks_code and not each.change.into:
        return tr("Cần nhập mã"), "circle-alert", "warning"
    return tr("Chờ thay đổi khác"), "clock", "warning"


def change_html(each: ProposedChange) -> str:
    """Write what a change does, its basis, and whom it touches."""
    parts = [f"<p class=title>{escape(each.title)}</p>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in each.does]
    parts.append(f"<p class=part>{escape(tr('Căn cứ pháp lý'))}</p><p>{escape(each.change.legal_basis)}</p>")
    if each.change.note:
        parts.append(f"<p class=quiet>{escape(each.change.note)}</p>")
    return "".join([*parts, _touches(each.touches), _rows(each.rows)])


def _rows(rows: tuple[ChangedRow, ...]) -> str:
    """Write the rows of the catalogue that are written, field by field."""
    if not rows:
        return ""
    parts = [f"<p class=part>{escape(tr('Dòng danh mục được ghi'))}</p>"]
    for row in rows:
        parts.append(
            f"<p>{escape(row.name)} <span class=quiet>({escape(tr('dòng mới') if row.new else tr('sửa'))})</span></p>"
        )
        lines = [
            f"<tr><td class=quiet>{escape(label)}</td><td>{escape(f'{before} → {now}' if before else now)}</td></tr>"
            for label, before, now in row.fields
        ]
        parts += ["<table>", *lines, "</table>"]
    return "".join(parts)


def group_html(inside: list[ProposedChange]) -> str:
    """Write what the changes of one decision do together."""
    bases = dict.fromkeys(each.change.legal_basis for each in inside)
    done = sum(each.state == "done" for each in inside)
    counts = tr("{count} thay đổi, {done} đã áp dụng.", count=len(inside), done=done)
    parts = [f"<p class=title>{escape(inside[0].group_title)}</p>", f"<p>{escape(counts)}</p>"]
    parts.append(f"<p class=part>{escape(tr('Căn cứ pháp lý'))}</p>")
    parts += [f"<p>{escape(basis)}</p>" for basis in bases]
    touched = {unit.code: unit for each in inside for unit in each.touches}
    return "".join([*parts, _touches(tuple(touched.values()))])


def _touches(touched: tuple[Touched, ...]) -> str:
    if not touched:
        return ""
    parts = [f"<p class=part>{escape(tr('Đơn vị liên quan'))}</p>"]
    busy = [(unit, said) for unit in touched if (said := _hanging(unit))]
    if busy:
        rows = [f"<tr><td>{escape(unit.name)}</td><td class=quiet>{escape(said)}</td></tr>" for unit, said in busy]
        parts += ["<table>", *rows, "</table>"]
    idle = [unit.name for unit in touched if not _hanging(unit)]
    if idle:
        names = escape(", ".join(idle))
        parts.append(f"<p>{names} <span class=quiet>({escape(tr('chưa có khóa, chưa có hồ sơ đang mở'))})</span></p>")
    return "".join(parts)


def _hanging(unit: Touched) -> str:
    """Say what hangs on a unit; "" for nothing."""
    said = [
        tr("{count} máy đã đăng ký khóa", count=unit.machines) if unit.machines else "",
        tr("{count} cán bộ", count=unit.officers) if unit.officers else "",
        tr("{count} nhiệm vụ chưa xong", count=unit.tasks) if unit.tasks else "",
        tr("{count} sự cố đang mở", count=unit.incidents) if unit.incidents else "",
        tr("{count} vướng mắc chưa trả lời", count=unit.difficulties) if unit.difficulties else "",
    ]
    return ", ".join(filter(None, said))
