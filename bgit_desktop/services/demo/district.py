"""The log of one sample district over two years, made from a seed: the same every time.

Records are described first (:class:`Entry`) and written afterwards by the same services as everybody's. An entry may
point to another one of the same district by its key; the writer puts the id in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bgit_desktop.core.fields import Value
from bgit_desktop.services.demo import wording
from bgit_desktop.services.demo.wording import Place

FIRST_DAY, LAST_DAY = date(2023, 1, 3), date(2024, 12, 20)
HALF_TIME = date(2024, 6, 30)
"""What happened up to this day is in the first package (the baseline), the rest in the second (a delta)."""

_HOURS = ("07:40", "08:05", "08:30", "09:15", "10:20", "13:35", "14:10", "15:25", "16:05", "19:50", "22:15")
_GRADES = ("01.003", "01.003", "01.004", "V.11.06.14", "V.11.06.13")


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands for the id of another entry, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record to be written.

    Attributes:
        type: its record type.
        values: field → value; a :class:`Ref` where the id of another entry goes.
        on: the day it would have been noted.
        key: by which others point to it; "" where nobody does.
    """

    type: str
    values: dict[str, Value | Ref | list[Ref]]
    on: date
    key: str = ""


class Log:
    """Makes the entries of one district.

    Args:
        place: the district.
        seed: of the generator.
        officers: keys of officers that are there already (from the Excel list); none to make them.
    """

    def __init__(self, place: Place, seed: int, officers: tuple[str, ...] = ()) -> None:
        self.place = place
        self._random = Random(f"{seed}-{place.code}")
        self._numbers: dict[int, int] = {}
        self._officers = officers

    def entries(self) -> list[Entry]:
        """Give every entry in the order of days; what is pointed to comes before what points to it."""
        found = list(self._systems())
        if not self._officers:
            found += list(self._people())
        for part in (self._tasks(), self._incidents(), self._trainings(), self._difficulties()):
            found += part
        return sorted(found, key=lambda entry: entry.on)  # stable: a document stays before its task

    # -- pieces ------------------------------------------------------------------------------------------------------

    def _day(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
        """Give a working day."""
        day = first + timedelta(days=self._random.randrange((last - first).days + 1))
        return day if day.weekday() < 5 else day - timedelta(days=day.weekday() - 4)

    def _number(self, day: date, suffix: str) -> str:
        """Give the next number of the year, as văn thư would."""
        self._numbers[day.year] = self._numbers.get(day.year, 10) + self._random.randint(1, 9)
        return f"{self._numbers[day.year]}/{suffix}"

    def _document(self, key: str, day: date, kind: str, subject: str) -> Entry:
        suffix = {"decision": "QĐ-UBND", "plan": "KH-UBND", "letter": "UBND-VHTT", "report": "BC-UBND"}[kind]
        return Entry(
            "document",
            {
                "number": self._number(day, suffix),
                "issued_on": day.isoformat(),
                "issuer": f"UBND huyện {self.place.name}",
                "signer": "Phó Chủ tịch " + self._person(female=False)[0],
                "subject": subject,
                "kind": kind,
            },
            day,
            key,
        )

    def _person(self, *, female: bool) -> tuple[str, str]:
        given = self._random.choice(wording.WOMEN if female else wording.MEN)
        return f"{self._random.choice(wording.SURNAMES)} {given}", "female" if female else "male"

    def _systems(self) -> Iterator[Entry]:
        for name, kind, shared, level in wording.SYSTEMS:
            owner = "Sở Thông tin và Truyền thông" if shared else f"UBND huyện {self.place.name}"
            yield Entry(
                "system",
                {
                    "name": name.format(huyen=self.place.name),
                    "kind": kind,
                    "shared": shared,
                    "owner": owner,
                    "level": level,
                },
                FIRST_DAY,
            )

    def _people(self) -> Iterator[Entry]:
        keys = []
        for number in range(7):
            key = f"officer-{number}"
            name, sex = self._person(female=number % 3 == 1)
            start = date(self._random.randint(2014, 2022), self._random.randint(1, 12), self._random.randint(1, 28))
            contract = number == 5
            document = f"assignment-{number}"
            if number not in (4, 5):
                yield self._document(document, start, "decision", f"Phân công cán bộ chuyên trách CNTT: {name}")
            yield Entry(
                "officer",
                {
                    "full_name": name,
                    "birth_date": date(self._random.randint(1976, 1997), self._random.randint(1, 12), 15).isoformat(),
                    "sex": sex,
                    "employment": "contract" if contract else "civil_servant" if number < 4 else "public_employee",
                    "grade_code": None if contract else self._random.choice(_GRADES),
                    "role": ("state_management", "administration", "deployment")[number % 3],
                    "department": "Trung tâm VH-TT&TT" if number == 4 else "Phòng Văn hóa và Thông tin",
                    "full_time": number != 3,
                    "start_date": start.isoformat(),
                    "end_date": "2023-09-30" if number == 6 else None,
                    "assignment_document": Ref(document) if number not in (4, 5) else None,
                    "phone": f"09{self._random.randrange(10**8):08}",
                    "email": f"cntt{number + 1}.{self.place.code}@bacgiang.gov.vn",
                    "note": "Chuyển công tác về Văn phòng HĐND và UBND" if number == 6 else None,
                },
                start,
                key,
            )
            yield from self._degrees(number, key, start)
            keys.append(key)
        self._officers = tuple(keys[:6])

    def _degrees(self, number: int, officer: str, start: date) -> Iterator[Entry]:
        major, field = wording.MAJORS[(number * 4 + int(self.place.code)) % len(wording.MAJORS)]
        level = "college" if number == 5 else "bachelor"
        diploma = f"diploma-{number}"
        if number != 2:
            subject = f"Bằng {'cao đẳng' if level == 'college' else 'đại học'} ngành {major}"
            yield Entry(
                "document",
                {"number": f"B{self._random.randrange(10**6):06}", "subject": subject, "kind": "diploma"},
                start,
                diploma,
            )
        yield Entry(
            "qualification",
            {
                "officer": Ref(officer),
                "level": level,
                "major": major,
                "field": field,
                "mode": ("regular", "regular", "unknown", "in_service", "regular", "regular", "regular")[number],
                "institution": self._random.choice(wording.SCHOOLS),
                "year": start.year - self._random.randint(1, 6),
                "document": Ref(diploma) if number != 2 else None,
            },
            start,
        )
        if number % 2 == 0:
            name, issuer = self._random.choice(wording.CERTIFICATES)
            issued = self._day(date(2019, 1, 7), date(2023, 11, 30))
            yield Entry(
                "certificate",
                {"officer": Ref(officer), "name": name, "issuer": issuer, "issued_on": issued.isoformat()},
                max(start, issued),
            )

    def _tasks(self) -> Iterator[Entry]:
        for letter, count in wording.WEIGHTS.items():
            clause = f"QyD.6.2.{letter}"
            for number in range(count):
                title, result = wording.DUTIES[clause][number % len(wording.DUTIES[clause])]
                yield from self._task(clause, f"{letter}-{number}", title, result)

    def _task(self, clause: str, key: str, title: str, result: str) -> Iterator[Entry]:
        day = self._day()
        due = day + timedelta(days=self._random.choice((7, 10, 14, 21, 30)))
        commune = self._random.choice(self.place.communes)
        words = {
            "nam": day.year,
            "quy": (day.month - 1) // 3 + 1,
            "xa": commune,
            "donvi": self._random.choice(wording.DIVISIONS),
            "he": self._random.choice(("Cổng thông tin điện tử", "máy chủ một cửa", "phần mềm quản lý văn bản")),
        }
        late = day > date(2024, 11, 10)
        roll = self._random.random()
        status = (
            "done"
            if not late and roll < 0.93
            else "cancelled"
            if roll > 0.985
            else "doing"
            if roll < 0.8
            else "planned"
        )
        values: dict[str, Value | Ref | list[Ref]] = {
            "clause": clause,
            "title": title.format(**words),
            "assigned_by": self._random.choice((self.place.head, "Chủ tịch UBND huyện", "Phó Chủ tịch UBND huyện")),
            "assigned_on": day.isoformat(),
            "due_on": due.isoformat(),
            "status": status,
            "progress": {"done": 100, "doing": self._random.choice((30, 50, 80)), "planned": 0, "cancelled": None}[
                status
            ],
            "officers": [Ref(each) for each in self._random.sample(self._officers, self._random.choice((1, 1, 2)))],
            "result": result if status == "done" else None,
        }
        if clause == "QyD.6.2.b":
            values["scope"] = commune if "{xa}" in title else "UBND huyện"
            values["mode"] = "guide" if "ướng dẫn" in title else "operate" if "{he}" in title else "support"
        if clause in ("QyD.6.2.a", "QyD.6.2.d"):
            values["intermediary"] = self.place.head
        if clause == "QyD.6.2.a" and status == "done":
            kind = (
                "plan"
                if "Kế hoạch" in title
                else "decision"
                if "Quy chế" in title or "kiện toàn" in title
                else "letter"
            )
            yield self._document(f"task-{key}", day, kind, str(values["title"]).removeprefix("Tham mưu "))
            values["document"] = Ref(f"task-{key}")
        yield Entry("task", values, day)

    def _incidents(self) -> Iterator[Entry]:
        for number, found in enumerate(wording.INCIDENTS + wording.INCIDENTS[:6]):
            category, title, system, severity, cause, action, damage = found
            day = self._day()
            at = datetime.fromisoformat(f"{day.isoformat()}T{self._random.choice(_HOURS)}")
            head = at + timedelta(minutes=self._random.choice((10, 20, 35, 50)))
            told = (
                None
                if category == "X0" or number % 7 == 5
                else at + timedelta(hours=self._random.choice((1, 2, 4, 20)))
            )
            fixed = at + timedelta(hours=self._random.choice((2, 4, 7, 26, 50)))
            is_open = number in (3, 17)
            yield Entry(
                "incident",
                {
                    "title": title,
                    "category": category,
                    "system": system,
                    "severity": severity,
                    "detected_at": _minute(at),
                    "head_informed_at": _minute(head),
                    "department_informed_at": None if told is None else _minute(told),
                    "fixed_at": None if is_open else _minute(fixed),
                    "cause": cause,
                    "action": action,
                    "damage": damage or None,
                    "result": None if is_open else "Đã khắc phục, hệ thống hoạt động bình thường",
                    "status": "handling" if is_open else "closed",
                },
                day,
            )

    def _trainings(self) -> Iterator[Entry]:
        for number, (title, topic, start, end, hours) in enumerate(wording.COURSES):
            for place, officer in enumerate(self._officers[:5]):
                absent = (number + place) % 6 == 4
                reason = "Không được cử" if place == 1 else "Trực kỳ họp HĐND"
                yield Entry(
                    "training",
                    {
                        "officer": Ref(officer),
                        "title": title,
                        "kind": "course",
                        "topic": topic,
                        "organizer": "Sở Thông tin và Truyền thông",
                        "start_on": start,
                        "end_on": end,
                        "hours": hours,
                        "attendance": "absent" if absent else "present",
                        "absence_reason": reason if absent else None,
                        "result": None if absent else "Hoàn thành",
                        "course": Ref(f"course-{number}"),
                    },
                    date.fromisoformat(end),
                )
        for year, month in wording.MEETINGS:
            day = date(year, month, 20)
            yield Entry(
                "training",
                {
                    "officer": Ref(self._officers[0]),
                    "title": wording.meeting_title(year, month),
                    "kind": "giao_ban",
                    "topic": "policy",
                    "organizer": "Sở Thông tin và Truyền thông",
                    "start_on": day.isoformat(),
                    "end_on": day.isoformat(),
                    "hours": 4,
                    "attendance": "present",
                    "meeting": Ref(f"meeting-{year}-{month}"),
                },
                day,
            )

    def _difficulties(self) -> Iterator[Entry]:
        for clause, description, proposal in self._random.sample(wording.DIFFICULTIES, 4):
            yield Entry("difficulty", {"clause": clause, "description": description, "proposal": proposal}, self._day())


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
