"""``demo --out DIR``: the main job, end to end, on sample data, through the same services as everybody.

Stores are made and enrol each other by file and typed digits; the Sở issues deadlines and courses; the districts keep
two years' log and send a baseline, a delta and an urgent incident; the Sở takes them in, answers, and its return
packages go back; a package sent twice and a damaged one show their verdicts; reports are printed. Every step says where
its result is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem, Refused
from bgit_desktop.services import importing, keys, packages, receiving, records, settings, setup
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.demo import catalogue, office_list, prints
from bgit_desktop.services.demo.calendar import FIRST_PACKAGES, SECOND_PACKAGES, StoryClock
from bgit_desktop.services.demo.district import HALF_TIME, Entry, Log
from bgit_desktop.services.demo.readme import PASSPHRASE, TEXT
from bgit_desktop.services.demo.wording import HIEP_HOA, LANG_GIANG, PLACES
from bgit_desktop.services.demo.writer import Writer
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.store.records import Query

SEED = 445
"""Of the sample records; the same seed makes the same records."""

Tell = Callable[[str], None]


@dataclass
class Made:
    """What a demonstration made.

    Attributes:
        out: its folder.
        stores: code → folder of a store.
        counts: code → how many records a district has.
        verdicts: (file, verdict, operations taken in) of every package the Sở or a district took in.
        reports: the documents printed.
    """

    out: Path
    stores: dict[str, Path] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    verdicts: list[tuple[str, str, int]] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give it as one JSON object."""
        return {
            "out": str(self.out),
            "stores": {code: str(path) for code, path in self.stores.items()},
            "counts": self.counts,
            "packages": [{"file": file, "verdict": verdict, "applied": n} for file, verdict, n in self.verdicts],
            "reports": [str(path) for path in self.reports],
        }


def make(out: Path, tell: Tell) -> Made:
    """Run the demonstration.

    Args:
        out: a folder that does not exist or is empty.
        tell: gets a sentence at every step.

    Raises:
        Refused: the folder is not empty.
        EnvironmentProblem: it cannot be written.
    """
    out = out.absolute()
    _prepare(out)
    with ExitStack() as stack:
        return _Demonstration(out, tell, stack).run()


def _prepare(out: Path) -> None:
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise Refused(
                tr("Thư mục {folder} đã có và không trống; hãy chọn thư mục khác cho bản dùng thử.", folder=out)
            )
        for name in ("units", "packages/keys", "packages/1-baseline", "packages/2-delta", "packages/3-incident",
                     "packages/replies", "reports"):  # fmt: skip
            (out / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không tạo được thư mục {folder}: {reason}.", folder=out, reason=reason_of(error))
        ) from error


@dataclass
class _District:
    session: Session
    keyring: Keyring
    writer: Writer
    entries: list[Entry] = field(default_factory=list)


class _Demonstration:
    """One run; the stores stay open from step to step."""

    def __init__(self, out: Path, tell: Tell, stack: ExitStack) -> None:
        self.made = Made(out)
        self._out = out
        self._tell = tell
        self._stack = stack
        self._clock = StoryClock()
        self._districts: dict[str, _District] = {}

    def run(self) -> Made:
        """Go through all steps."""
        self._make_stores()
        self._enrol()
        courses = catalogue.issue(self._province)
        catalogue.own_duties(self._province)
        self._tell(tr("Sở đã ban hành thời hạn báo cáo và lớp tập huấn."))
        self._send_back("0")
        self._import_staff()
        for code, district in self._districts.items():
            self._fill(code, district, courses)
        self._clock.go_to(FIRST_PACKAGES)
        self._report()
        self._send("1-baseline")
        accepted = catalogue.take_note(self._province)
        self._tell(tr("Sở đã chấp nhận {count} báo cáo 6 tháng.", count=accepted))
        answered = catalogue.answer(self._province)
        self._tell(tr("Sở đã trả lời {count} khó khăn, vướng mắc của các huyện.", count=answered))
        self._send_back("1")
        for code, district in self._districts.items():
            count = district.writer.write(district.session, (e for e in district.entries if e.on > HALF_TIME))
            self._tell(tr("Huyện {code}: thêm {count} bản ghi của 6 tháng cuối năm 2024.", code=code, count=count))
        self._clock.go_to(SECOND_PACKAGES)
        self._send("2-delta")
        self._urgent()
        self._twice_and_damaged()
        self._send_back("2")
        self._print()
        readme = self._out / "README.txt"
        readme.write_text(TEXT.format(passphrase=PASSPHRASE), encoding="utf-8")
        self._tell(tr("Xong. Đọc tiếp: {path}", path=readme))
        return self.made

    # -- stores and keys ---------------------------------------------------------------------------------------------

    def _make_stores(self) -> None:
        folder = self._out / "province"
        setup.create(
            folder,
            mode="province",
            passphrase=PASSPHRASE,
            actor="Trần Thị Bình",
            label="Máy phòng CNTT",
            clock=self._clock,
        )
        self._province = self._open(folder, "STTTT")
        self._province_keys = keys.unlock(self._province, PASSPHRASE, root=True)
        for place in PLACES:
            folder = self._out / "units" / place.code
            setup.create(
                folder,
                mode="unit",
                unit=place.code,
                passphrase=PASSPHRASE,
                actor=f"Cán bộ CNTT {place.name}",
                clock=self._clock,
            )
            session = self._open(folder, place.code)
            self._districts[place.code] = _District(session, keys.unlock(session, PASSPHRASE), Writer({}, self._clock))

    def _open(self, folder: Path, code: str) -> Session:
        session = self._stack.enter_context(open_session(folder, clock=self._clock))
        self.made.stores[code] = folder
        self._tell(tr("Đã tạo kho {code}: {folder}", code=code, folder=folder))
        return session

    def _enrol(self) -> None:
        """Exchange enrolment files; the digits are typed from the other side's sheet."""
        folder = self._out / "packages" / "keys"
        of_province = keys.export_enrolment(self._province, self._province_keys, folder / "so-tttt.bgpkg")
        printed = [prints.sheet(self._province, self._out / "reports" / "phieu-dang-ky-khoa-so.pdf")]
        for code, district in self._districts.items():
            file = keys.export_enrolment(district.session, district.keyring, folder / f"{code}.bgpkg")
            printed.append(prints.sheet(district.session, self._out / "reports" / f"phieu-dang-ky-khoa-{code}.pdf"))
            keys.trust(district.session, of_province, keys.show(self._province).fingerprint)
            keys.trust(self._province, file, keys.show(district.session).fingerprint)
        self.made.reports += printed
        self._tell(tr("Các huyện và Sở đã đăng ký khóa của nhau: {folder}", folder=folder))

    # -- records -----------------------------------------------------------------------------------------------------

    def _import_staff(self) -> None:
        path = self._out / "danh-sach-can-bo-lang-giang.xlsx"
        office_list.write(path)
        session = self._districts[LANG_GIANG.code].session
        result = importing.import_file(session, path)
        self._tell(
            tr("Nhập {file} vào kho {code}: {summary}", file=path, code=LANG_GIANG.code, summary=result.summary())
        )
        for problem in result.problems:
            self._tell(f"    {problem.sheet}!{problem.cell}: {problem.reason}")

        self._add_diplomas(session)

    def _add_diplomas(self, session: Session) -> None:
        """The list names no diplomas: whoever keeps it notes the copies on file, so that Điều 4 can be judged."""
        where: tuple[tuple[str, Value], ...] = (("mode", "regular"), ("field", "it"))
        for number, degree in enumerate(records.listing(session, Query("qualification", where=where))):
            values: dict[str, Value] = {
                "number": f"A{300417 + number}",
                "kind": "diploma",
                "subject": "Bản sao bằng đại học",
            }
            copy = records.add(session, "document", values)
            records.change(session, "qualification", str(degree["id"]), {"document": copy})

    def _report(self) -> None:
        """Two districts sign and send their report of the half year; the third has it as a draft still."""
        for number, (code, district) in enumerate(self._districts.items()):
            place = next(each for each in PLACES if each.code == code)
            last = number == len(self._districts) - 1
            settings.save(district.session, replace(settings.read(district.session), signer_name=place.head))
            prints.write_report(district.session, "" if last else f"{31 + number}/BC-VHTT", "" if last else place.head)
        self._tell(tr("Hai huyện đã ký, gửi báo cáo 6 tháng đầu năm 2024; một huyện còn bản nháp."))

    def _fill(self, code: str, district: _District, courses: dict[str, str]) -> None:
        place = next(each for each in PLACES if each.code == code)
        known = dict(courses)
        officers: tuple[str, ...] = ()
        if code == LANG_GIANG.code:
            there = records.listing(district.session, Query("officer", sort="full_name"))
            officers = tuple(f"officer-{number}" for number in range(len(there)))
            known |= {key: str(record["id"]) for key, record in zip(officers, there, strict=True)}
        district.writer = Writer(known, self._clock)
        district.entries = Log(place, SEED, officers).entries()
        count = district.writer.write(district.session, (e for e in district.entries if e.on <= HALF_TIME))
        self._tell(tr("Huyện {code}: đã ghi {count} bản ghi đến hết tháng 6/2024.", code=code, count=count))

    # -- packages ----------------------------------------------------------------------------------------------------

    def _send(self, name: str) -> None:
        folder = self._out / "packages" / name
        for code, district in self._districts.items():
            packages.export_package(district.session, district.keyring, folder / f"{code}.bgpkg")
        self._receive(self._province, self._province_keys, [folder], tr("Sở nhận cả thư mục {folder}:", folder=folder))

    def _send_back(self, name: str) -> None:
        folder = self._out / "packages" / "replies"
        for code, district in self._districts.items():
            file = folder / f"{name}-{code}.bgpkg"
            packages.reply(self._province, self._province_keys, code, file)
            told = tr("Huyện {code} nhận gói trả lời {file}:", code=code, file=file)
            self._receive(district.session, district.keyring, [file], told)

    def _receive(self, session: Session, keyring: Keyring, paths: Iterable[Path], told: str) -> list[Outcome]:
        outcomes = receiving.receive(session, keyring, list(paths))
        self._tell(told)
        for each in outcomes:
            self.made.verdicts.append((str(each.path), each.verdict, each.applied))
            reason = f" ({each.reason})" if each.reason else ""
            self._tell(
                "    "
                + tr("{file}: {verdict}, {count} thao tác", file=each.file, verdict=each.verdict, count=each.applied)
                + reason
            )
        return outcomes

    def _urgent(self) -> None:
        """An incident that cannot wait for the half year: a package of its own."""
        district = self._districts[HIEP_HOA.code]
        values: dict[str, Value] = {
            "title": "Mã độc tống tiền lây trong mạng UBND huyện",
            "category": "D6",
            "system": "Máy chủ tệp, 12 máy trạm",
            "severity": "critical",
            "detected_at": "2024-12-19T07:45",
            "head_informed_at": "2024-12-19T08:00",
            "department_informed_at": "2024-12-19T08:30",
            "cause": "Tệp đính kèm trong thư giả mạo",
            "description": "Tệp trên máy chủ bị đổi đuôi, có thông báo đòi tiền chuộc.",
            "damage": "Chưa truy cập được hồ sơ năm 2024",
            "action": "Ngắt mạng, cách ly máy chủ, giữ nguyên hiện trạng",
            "status": "handling",
        }
        incident = records.add(district.session, "incident", values)
        file = self._out / "packages" / "3-incident" / f"{HIEP_HOA.code}.bgpkg"
        packages.export_package(district.session, district.keyring, file, incident=incident)
        told = tr("Sở nhận gói khẩn báo cáo sự cố {file}:", file=file)
        self._receive(self._province, self._province_keys, [file], told)

    def _twice_and_damaged(self) -> None:
        """What comes twice changes nothing; what was damaged on the way is put aside."""
        file = self._out / "packages" / "2-delta" / f"{LANG_GIANG.code}.bgpkg"
        self._receive(self._province, self._province_keys, [file], tr("Sở nhận lại một gói đã có:"))
        damaged = self._out / "packages" / f"{LANG_GIANG.code}-hong-tren-duong.bgpkg"
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        damaged.write_bytes(data)
        self._receive(self._province, self._province_keys, [damaged], tr("Sở nhận một gói bị hỏng trên đường:"))

    # -- reports -----------------------------------------------------------------------------------------------------

    def _print(self) -> None:
        folder = self._out / "reports"
        for code, district in self._districts.items():
            self.made.reports += prints.of_district(district.session, code, folder)
            self.made.counts[code] = _own_records(district.session)
        self.made.reports += prints.of_province(self._province, folder)
        for path in self.made.reports:
            self._tell(tr("Báo cáo: {path}", path=path))
        for code, count in self.made.counts.items():
            self._tell(tr("Kho {code} có {count} bản ghi của huyện.", code=code, count=count))


def _own_records(session: Session) -> int:
    from bgit_desktop.core.registry import TYPES

    return sum(records.count(session, Query(name)) for name, kind in TYPES.items() if kind.scope == "unit")
