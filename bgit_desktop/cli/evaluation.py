"""``evaluate …`` and ``award …``: criteria, points, final results (Điều 9.2.d, 9.2.f), proposals of awards (8.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call, words_of
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.evaluation import points_text
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.errors import BadInput

if TYPE_CHECKING:
    from bgit_desktop.core.evaluation import SubjectType
    from bgit_desktop.services.evaluation import Assessed


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser("evaluate", help=tr("đánh giá đơn vị, cán bộ theo bộ tiêu chí (Điều 9.2.d)"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    sample: Parser = actions.add_parser("sample", help=tr("lập bộ tiêu chí mẫu để Sở sửa"))
    sample.argument("version", metavar="SET", help=tr("tên bộ, ví dụ 2024"))
    sample.set_defaults(handler=_sample)
    copy: Parser = actions.add_parser("copy", help=tr("sao bộ tiêu chí đã dùng thành bộ mới"))
    copy.argument("version", metavar="SET", help=tr("bộ đã có"))
    copy.argument("to", metavar="NEW", help=tr("tên bộ mới"))
    copy.set_defaults(handler=_copy)
    scale: Parser = actions.add_parser("scale", help=tr("xem hoặc đặt thang xếp loại (phần trăm điểm tối thiểu)"))
    scale.argument("least", metavar="MỨC=SỐ", nargs="*", help=tr("ví dụ excellent=90 good=75 fair=50"))
    scale.set_defaults(handler=_scale)

    def action(name: str, help_text: str) -> Parser:
        parser: Parser = actions.add_parser(name, help=help_text)
        parser.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
        parser.argument("--set", metavar="SET", default="", help=tr("bộ tiêu chí; mặc định bộ mới nhất"))
        parser.argument("--officers", action="store_true", help=tr("đánh giá cán bộ; mặc định đánh giá đơn vị"))
        return parser

    shown = tr("mở điểm, xếp loại cán bộ đã ghi (giá trị hạn chế); việc xem được ghi vào nhật ký kiểm tra")
    listing = action("list", tr("điểm từng tiêu chí của kỳ"))
    listing.argument("--unit", metavar="U", default="", help=tr("mã đơn vị"))
    listing.argument("--restricted", action="store_true", help=shown)
    listing.set_defaults(handler=_list)
    evidence = action("evidence", tr("hồ sơ được tính cho một điểm"))
    evidence.argument("subject", metavar="SUBJECT", help=tr("mã đơn vị hoặc mã cán bộ"))
    evidence.argument("code", metavar="CODE", help=tr("mã tiêu chí"))
    evidence.set_defaults(handler=_evidence)
    points = action("points", tr("cho điểm một tiêu chí, có lý do"))
    points.argument("subject", metavar="SUBJECT", help=tr("mã đơn vị hoặc mã cán bộ"))
    points.argument("code", metavar="CODE", help=tr("mã tiêu chí"))
    points.argument("points", metavar="N", help=tr("số điểm; dấu - để bỏ điểm đã cho"))
    points.argument("--reason", metavar="R", default="", help=tr("lý do"))
    points.set_defaults(handler=_points)
    result = action("result", tr("ghi xếp loại, nhận xét, việc sử dụng kết quả"))
    result.argument("subject", metavar="SUBJECT", help=tr("mã đơn vị hoặc mã cán bộ"))
    for name, help_text in (
        ("rating", "excellent, good, fair, poor"), ("comment", tr("nhận xét")), ("use", tr("sử dụng kết quả (Điều 9.2.f)")),
    ):  # fmt: skip
        result.argument(f"--{name}", metavar=name[0].upper(), default=None, help=help_text)
    result.set_defaults(handler=_result)
    final = action("final", tr("chốt kết quả đánh giá"))
    final.argument("--unit", metavar="U", default="", help=tr("mã đơn vị"))
    final.argument("--document", metavar="D", default="", help=tr("văn bản công nhận"))
    final.argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
    final.set_defaults(handler=_final)
    emulation = action("emulation", tr("bảng thi đua từ kết quả đã chốt (Điều 9.2.f); --officers thêm cán bộ"))
    emulation.set_defaults(handler=_emulation)
    _declare_awards(commands.add_parser("award", help=tr("đề nghị, xét khen thưởng (Điều 8.1)")))


def _declare_awards(group: Parser) -> None:
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    propose: Parser = actions.add_parser("propose", help=tr("đề nghị khen thưởng một cán bộ; in mã bản ghi"))
    propose.argument("officer", metavar="OFFICER", help=tr("mã cán bộ"))
    propose.argument("--title", metavar="T", required=True, help=tr("danh hiệu, hình thức"))
    propose.argument("--level", metavar="L", required=True, help="department, province, agency")
    propose.argument("--reason", metavar="R", required=True, help=tr("thành tích, lý do"))
    propose.argument("--document", metavar="ID", action="append", help=tr("văn bản minh chứng (lặp lại được)"))
    propose.argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
    propose.set_defaults(handler=_propose)
    decide: Parser = actions.add_parser("decide", help=tr("ghi quyết định khen thưởng và việc thi hành"))
    decide.argument("id", metavar="ID", help=tr("mã bản ghi"))
    decide.argument("--level", metavar="L", required=True, help=tr("cấp quyết định"))
    decide.argument("--on", metavar="DATE", required=True, help=tr("ngày quyết định"))
    decide.argument("--document", metavar="ID", default="", help=tr("mã văn bản quyết định"))
    decide.argument("--executed-on", metavar="DATE", default="", help=tr("ngày thi hành"))
    decide.set_defaults(handler=_decide)
    listing: Parser = actions.add_parser("list", help=tr("danh sách xét khen thưởng theo cấp"))
    listing.argument("--period", metavar="P", default="", help=tr("kỳ; mặc định mọi kỳ"))
    listing.argument("--unit", metavar="U", default="", help=tr("mã đơn vị"))
    listing.set_defaults(handler=_awards)


# -- criteria --------------------------------------------------------------------------------------------------------


def _sample(call: Call) -> int:
    from bgit_desktop.services import criteria

    with call.store(write=True) as session:
        count = criteria.make_sample(session, call.args.version)
    return _count(
        call, count, tr("Đã lập bộ tiêu chí mẫu {version}: {count} tiêu chí.", version=call.args.version, count=count)
    )


def _copy(call: Call) -> int:
    from bgit_desktop.services import criteria

    with call.store(write=True) as session:
        count = criteria.copy_set(session, call.args.version, call.args.to)
    return _count(call, count, tr("Đã sao thành bộ {to}: {count} tiêu chí.", to=call.args.to, count=count))


def _count(call: Call, count: int, said: str) -> int:
    if call.json:
        output.json_line({"count": count})
    else:
        output.line(said)
    return DONE


def _scale(call: Call) -> int:
    from bgit_desktop.services import criteria

    least: dict[str, int] = {}
    for word in call.args.least:
        name, sign, number = word.partition("=")
        if not sign or not number.isdecimal():
            raise BadInput(tr("“{word}” không đúng; hãy ghi MỨC=SỐ, ví dụ good=75.", word=word))
        least[name] = int(number)
    with call.store(write=bool(least)) as session:
        if least:
            criteria.set_thresholds(session, least)
        found = criteria.thresholds(session)
    if call.json:
        output.json_line(found)
    else:
        output.line(" · ".join(f"{name} ≥ {number} %" for name, number in found.items()))
    return DONE


# -- results ---------------------------------------------------------------------------------------------------------


def _asked(call: Call, session: Any) -> tuple[Period, str, SubjectType]:
    from bgit_desktop.services import criteria

    period = Period.parse(call.args.period)
    version = call.args.set or criteria.version_for(session, period)
    if not version:
        raise BadInput(tr("Chưa có bộ tiêu chí nào; hãy lập bằng “evaluate sample”."))
    return period, version, "officer" if call.args.officers else "unit"


def _list(call: Call) -> int:
    from bgit_desktop.services.evaluation import RATING_LABELS, assess

    with call.store(write=call.args.restricted) as session:
        period, version, subject = _asked(call, session)
        unit = call.unit(session, call.args.unit) if call.args.unit else None
        found = assess(session, period, version, subject, unit, reveal=call.args.restricted)
    if call.json:
        for each in found:
            output.json_line(_plain(each))
        return DONE
    codes = [each.criterion.code for each in found[0].points] if found else []
    rows = []
    for each in found:
        points = {one.criterion.code: one.points for one in each.points}
        cells = ["—" if (value := points.get(code)) is None else points_text(value) for code in codes]
        total = f"{points_text(each.total.points)}/{points_text(each.total.of)}"
        rating = str(RATING_LABELS.get(each.rating, "—"))
        rows.append([each.key, each.name, *cells, total, rating, each.status or "—"])
    output.table([tr("Mã"), tr("Đối tượng"), *codes, tr("Tổng"), tr("Xếp loại"), tr("Tình trạng")], rows)
    if any(one.points is None for each in found for one in each.points):
        output.note(tr("Dấu — là chưa có dữ liệu hoặc chưa cho điểm, không phải 0 điểm."))
    return DONE


def _plain(each: Assessed) -> dict[str, object]:
    return {
        "subject_type": each.subject_type, "unit": each.unit, "subject": each.key, "name": each.name,
        "points": [
            {
                "code": one.criterion.code, "points": None if one.points is None else float(one.points),
                "of": float(one.criterion.max_points), "said": one.said, "by_person": one.by_person,
                "counted": [{"type": item.type, "id": item.id} for item in one.counted if item.type],
            }
            for one in each.points
        ],
        "total": float(each.total.points), "of": float(each.total.of), "without": list(each.total.without),
        "rating": each.rating or None, "status": each.status or None, "record": each.record or None, "hidden": each.hidden,
    }  # fmt: skip


def _evidence(call: Call) -> int:
    from bgit_desktop.errors import NotFound
    from bgit_desktop.services import evaluation

    with call.store(write=call.args.officers) as session:
        period, version, subject = _asked(call, session)
        found = evaluation.one(session, period, version, subject, call.args.subject)
        points = next((each for each in found.points if each.criterion.code == call.args.code), None)
        if points is None:
            raise NotFound(
                tr("Bộ tiêu chí “{version}” không có tiêu chí “{code}”.", version=version, code=call.args.code)
            )
        items = evaluation.evidence(session, points)
    if call.json:
        for each in items:
            output.json_line(
                {"type": each.type, "id": each.id, "name": each.name, "outcome": each.outcome, "why": each.why}
            )
        return DONE
    output.line(
        f"{points.criterion.label}: {'—' if points.points is None else points_text(points.points)} ({points.said})"
    )
    output.table(
        [tr("Loại"), tr("Mã"), tr("Hồ sơ"), tr("Tính"), tr("Ghi chú")],
        [
            [each.type or "—", each.id or "—", each.name, "+" if each.outcome == "good" else "−", each.why]
            for each in items
        ],
    )
    return DONE


def _points(call: Call) -> int:
    from bgit_desktop.services import evaluation_writing

    text = str(call.args.points).strip().replace(",", ".")
    try:
        number = None if text == "-" else Decimal(text)
    except ArithmeticError:
        raise BadInput(tr("“{text}” không phải số điểm.", text=call.args.points), field="points") from None
    with call.store(write=True) as session:
        period, version, subject = _asked(call, session)
        record = evaluation_writing.set_points(
            session, period, version, subject, call.args.subject, call.args.code, number, call.args.reason
        )
    return _written(call, record)


def _result(call: Call) -> int:
    from bgit_desktop.services import evaluation_writing

    values = {
        name: getattr(call.args, name) for name in ("rating", "comment", "use") if getattr(call.args, name) is not None
    }
    if not values:
        raise BadInput(tr("Hãy ghi ít nhất một trong --rating, --comment, --use."))
    with call.store(write=True) as session:
        period, version, subject = _asked(call, session)
        record = evaluation_writing.set_result(session, period, version, subject, call.args.subject, values)
    return _written(call, record)


def _written(call: Call, record: str) -> int:
    if call.json:
        output.json_line({"id": record})
    else:
        output.line(record)
    return DONE


def _final(call: Call) -> int:
    from bgit_desktop.services import evaluation_writing
    from bgit_desktop.services.report_cycle import day_of

    with call.store(write=True) as session:
        period, version, subject = _asked(call, session)
        unit = call.unit(session, call.args.unit) if call.args.unit else None
        done = evaluation_writing.finalize(
            session, period, version, subject, unit, document=call.args.document,
            decided_on=day_of(session, call.args.on) if call.args.on else "",
        )  # fmt: skip
    return _count(call, len(done), tr("Đã chốt {count} kết quả.", count=len(done)))


def _emulation(call: Call) -> int:
    from bgit_desktop.services import awards
    from bgit_desktop.services.evaluation import RATING_LABELS

    with call.store(write=call.args.officers) as session:
        period, version, _subject = _asked(call, session)
        found = awards.emulation(session, period, version, reveal=call.args.officers)
    rows = []
    for each in found:
        if call.json:
            line = {
                **_plain(each.result),
                "rank": each.rank,
                "awards": list(each.awards),
                "use": each.result.use or None,
            }
            line.pop("points")
            output.json_line(line)
        total = f"{points_text(each.result.total.points)}/{points_text(each.result.total.of)}"
        rating = str(RATING_LABELS.get(each.result.rating, "—"))
        rows.append([str(each.rank), each.result.name, total, rating, "; ".join(each.awards), each.result.use])
    if not call.json:
        headers = [tr("Hạng"), tr("Đối tượng"), tr("Tổng"), tr("Xếp loại"), tr("Khen thưởng"), tr("Sử dụng")]
        output.table(headers, rows)
    return DONE


# -- awards ----------------------------------------------------------------------------------------------------------


def _propose(call: Call) -> int:
    from bgit_desktop.services import awards
    from bgit_desktop.services.report_cycle import day_of

    args = call.args
    with call.store(write=True) as session:
        day = day_of(session, args.on) if args.on else ""
        record = awards.propose(
            session, args.officer, args.title, args.level, args.reason, words_of(args.document), day
        )  # fmt: skip
    return _written(call, record)


def _decide(call: Call) -> int:
    from bgit_desktop.services import awards
    from bgit_desktop.services.report_cycle import day_of

    args = call.args
    with call.store(write=True) as session:
        executed = day_of(session, args.executed_on) if args.executed_on else ""
        awards.decide(session, args.id, args.level, day_of(session, args.on), args.document, executed)
    return _written(call, args.id)


def _awards(call: Call) -> int:
    from bgit_desktop.core.periods import Window
    from bgit_desktop.services import awards

    period = Period.parse(call.args.period) if call.args.period else None
    window = Window(period.start, period.end) if period else None
    with call.store() as session:
        unit = call.unit(session, call.args.unit) if call.args.unit else None
        found = awards.proposals(session, window, unit)
    rows = []
    for each in found:
        if call.json:
            output.json_line(
                {
                    "id": each.id, "officer": each.officer, "name": each.name, "unit": each.unit, "title": each.title,
                    "level": each.level or None, "reason": each.reason, "proposed_on": each.proposed_on or None,
                    "decided_on": each.decided_on or None, "executed_on": each.executed_on or None,
                    "evidence": list(each.evidence),
                }
            )  # fmt: skip
        level = str(awards.LEVELS.get(each.level, "—"))
        rows.append([each.id, each.unit_name, each.name, each.title, level, each.proposed_on, each.decided_on])
    if not call.json:
        headers = [
            tr("Mã"),
            tr("Đơn vị"),
            tr("Cán bộ"),
            tr("Danh hiệu"),
            tr("Cấp xét"),
            tr("Ngày đề nghị"),
            tr("Ngày quyết định"),
        ]
        output.table(headers, rows)
    return DONE
