"""Strict JSON: a table of what is refused, and agreement with Python's reader on what is not."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.strict_json import (
    MAX_LINE,
    JsonBeyondLimits,
    MalformedJson,
    StrictJsonError,
    parse_line,
    parse_lines,
    parse_object,
)

JSON_LETTERS = '[]{}",:0123456789.eE-+ntruefalsNaI \\u'
ROW = "018f0000-0000-7000-8000-000000000001"


def line(
    fields: str = "{}",
    *,
    seq: str = "1",
    hlc: str = "5",
    kind: str = '"u"',
    table: str = '"task"',
    row: str = f'"{ROW}"',
    actor: str = '"An"',
) -> bytes:
    return f"[{seq},{hlc},{kind},{table},{row},{fields},{actor}]".encode()


def test_a_line_is_read() -> None:
    found = parse_line(line('{"title":"Tập huấn","hours":7.5,"officers":["a","b"],"n":-3,"x":null,"y":true}'))
    assert found == (
        1,
        5,
        "u",
        "task",
        ROW,
        {"title": "Tập huấn", "hours": 7.5, "officers": ["a", "b"], "n": -3, "x": None, "y": True},
        "An",
    )


@pytest.mark.parametrize(("kind", "fields"), [("m", '{"seq":4,"hash":"00"}'), ("n", '{"incarnation":1}')])
def test_lines_about_logs_name_no_record(kind: str, fields: str) -> None:
    assert parse_line(line(fields, kind=f'"{kind}"', table="null", row="null"))[3:5] == (None, None)
    with pytest.raises(MalformedJson):
        parse_line(line(fields, kind=f'"{kind}"'))


BEYOND = {
    "equal keys": line('{"a":1,"a":2}'),
    "equal keys, a space before one colon": line('{"a" :1,"a":2}'),
    "equal keys, spaces before both": line('{"a" :1,"a" :2}'),
    "equal keys, two spaces": line('{"a"  :1,"a":2}'),
    "equal keys, a tab": line('{"a"\t:1,"a":2}'),
    "equal keys, a carriage return": line('{"a"\r:1,"a":2}'),
    "equal keys, a colon in a value": line('{"a":"x\\":y","a":2}'),
    "equal keys, one written by escapes": line('{"a":1,"\\u0061":2}'),
    "NaN": line('{"a":NaN}'),
    "Infinity": line('{"a":-Infinity}'),
    "NaN in a list": line('{"a":[NaN]}'),
    "a float that overflows": line('{"a":1e999}'),
    "a float that overflows in a list": line('{"a":[1e999]}'),
    "2^63 as seq": line(seq=str(1 << 63)),
    "2^64 as seq": line(seq=str(1 << 64)),
    "2^63 as clock": line(hlc=str(1 << 63)),
    "2^63 as value": line('{"a":9223372036854775808}'),
    "below -2^63 as value": line('{"a":-9223372036854775809}'),
    "2^63 in a list": line('{"a":["x",9223372036854775808]}'),
    "five thousand digits": line('{"a":' + "9" * 5000 + "}"),
    "half a surrogate pair as value": line('{"a":"\\ud800"}'),
    "half a surrogate pair as key": line('{"\\udc00":1}'),
    "half a surrogate pair in capitals": line('{"a":"\\uD83D"}'),
    "half a surrogate pair in a list": line('{"a":["\\ud800"]}'),
    "half a surrogate pair in the actor": line(actor='"\\ud800"'),
    "half a surrogate pair in bytes": line('{"a":"x"}').replace(b"x", b"\xed\xa0\x80"),
    "five levels": line('{"a":[[[1]]]}'),
    "a nesting bomb": line('{"a":' + "[" * 100_000),
    "a nesting bomb after a quote in a text": line('{"a":"\\"[","b":' + "[" * 100_000),
    "a line too long": line('{"a":"' + "x" * MAX_LINE + '"}'),
}

MALFORMED = {
    "empty": b"",
    "not an array": b"{}",
    "six items": b'[1,2,"u","task","x",{}]',
    "eight items": b'[1,2,"u","task","x",{},"An",0]',
    "cut": line()[:-1],
    "something behind": line() + b" ",
    "something before": b"\xef\xbb\xbf" + line(),
    "no UTF-8": line('{"a":"x"}').replace(b"x", b"\xff"),
    "a raw control character": line('{"a":"\x01"}'),
    "single quotes": b"[1,2,'u']",
    "seq 0": line(seq="0"),
    "seq below 0": line(seq="-1"),
    "seq a float": line(seq="1.0"),
    "seq a bool": line(seq="true"),
    "seq a text": line(seq='"1"'),
    "clock a float": line(hlc="5.5"),
    "clock below 0": line(hlc="-1"),
    "no kind": line(kind='""'),
    "an unknown kind": line(kind='"z"'),
    "two kinds": line(kind='"iu"'),
    "kind a number": line(kind="1"),
    "table null": line(table="null"),
    "table empty": line(table='""'),
    "row null": line(row="null"),
    "row a number": line(row="7"),
    "fields a list": line("[]"),
    "fields null": line("null"),
    "a value that is an object": line('{"a":{}}'),
    "a list in a list": line('{"a":[[]]}'),
    "an object in a list": line('{"a":[{}]}'),
    "actor null": line(actor="null"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_beyond_limits(name: str) -> None:
    with pytest.raises(JsonBeyondLimits):
        parse_line(BEYOND[name])


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed(name: str) -> None:
    with pytest.raises(MalformedJson):
        parse_line(MALFORMED[name])


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"07:30","b":"x \\" : y"}',
        '{"a":"[[[[[[","b":"{{{"}',
        '{"a":"\\ud83d\\ude00"}',
        '{"a" : 1 , "b":2}',
        '{"a":9223372036854775807,"b":-9223372036854775808}',
        '{"a":"\\\\","b":"[[["}',
    ],
)
def test_honest_lines_that_look_odd(text: str) -> None:
    assert parse_line(line(text))[5] == json.loads(text)


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
records = st.dictionaries(st.text(), scalars | st.lists(scalars, max_size=3), max_size=5)


@given(records, st.booleans(), st.sampled_from([(",", ":"), (", ", ": "), (",", " :")]))
def test_reads_what_python_reads(fields: dict[str, object], ascii_only: bool, separators: tuple[str, str]) -> None:
    data = [7, 8, "i", "task", ROW, fields, "Bình"]
    text = json.dumps(data, ensure_ascii=ascii_only, separators=separators)
    assert parse_line(text.encode()) == tuple(data)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", 'a"', ":", '":']), scalars), max_size=4),
    st.sampled_from([":", " :", ": ", "\t:"]),
)
def test_equal_keys_never_slip_through(pairs: list[tuple[str, object]], colon: str) -> None:
    body = ",".join(json.dumps(key) + colon + json.dumps(value) for key, value in pairs)
    raw = line("{" + body + "}")
    if len({key for key, _ in pairs}) == len(pairs):
        assert parse_line(raw)[5] == dict(pairs)
    else:
        with pytest.raises(JsonBeyondLimits):
            parse_line(raw)


@given(st.binary(max_size=60) | st.text(alphabet=JSON_LETTERS, max_size=60).map(str.encode))
def test_no_error_but_ours(raw: bytes) -> None:
    for read in (parse_line, lambda data: parse_object(data, limit=1000)):
        found: object = None
        with contextlib.suppress(StrictJsonError):
            found = read(raw)
        if found is not None:
            assert json.loads(raw) in (found, list(found))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"a":{"b":[{"c":1}]}}', None),
        ('{"a":{"b":[{"c":[]}]}}', JsonBeyondLimits),
        ("[]", MalformedJson),
        ('{"a":1,"a":1}', JsonBeyondLimits),
        ('{"a":{"b":1,"b":1}}', JsonBeyondLimits),
        ("{} ", MalformedJson),
        (" {}", MalformedJson),
        ("\ufeff{}", MalformedJson),
        ('{"a":NaN}', JsonBeyondLimits),
        ('{"a":1e400}', JsonBeyondLimits),
        ('{"a":18446744073709551616}', JsonBeyondLimits),
        ('{"\\ud800":1}', JsonBeyondLimits),
        ('{"a":"' + "x" * 1000 + '"}', JsonBeyondLimits),
    ],
)
def test_objects(text: str, error: type[StrictJsonError] | None) -> None:
    if error is None:
        assert parse_object(text.encode(), limit=1000) == json.loads(text)
    else:
        with pytest.raises(error):
            parse_object(text.encode(), limit=1000)


# -- many lines at once ----------------------------------------------------------------------------------------------


def one_by_one(lines: list[bytes]) -> list[object]:
    """Read lines each by itself, up to and with the first that is refused."""
    found: list[object] = []
    for each in lines:
        try:
            found.append(parse_line(each))
        except StrictJsonError as error:
            return [*found, type(error), str(error)]
    return found


def at_once(lines: list[bytes]) -> list[object]:
    found: list[object] = []
    try:
        for each in parse_lines(lines):
            found.append(each)
    except StrictJsonError as error:
        return [*found, type(error), str(error)]
    return found


GOOD = line('{"title":"Tập huấn","hours":7.5,"officers":["a","b"],"n":-3,"x":null,"y":true}')
LOG_LINE = line('{"seq":4,"hash":"00"}', kind='"m"', table="null", row="null")


@pytest.mark.parametrize("name", [*BEYOND, *MALFORMED])
@pytest.mark.parametrize("place", [0, 3, 70])
def test_a_bad_line_among_many_is_refused_as_alone(name: str, place: int) -> None:
    bad = (BEYOND | MALFORMED)[name]
    lines = [GOOD] * place + [bad] + [LOG_LINE, GOOD]
    assert at_once(lines) == one_by_one(lines)
    assert len(at_once(lines)) == place + 2  # the good ones, the kind of refusal, its sentence


SPREAD = {
    "two on one, two lines for one": [GOOD + b"," + GOOD, b'[1,5,"u","task","r",{}', b'["x"],"An"]'],
    "a line begun and ended by the next": [b'[1,5,"u","task","r",{"a":[1', b'[2]]},"An"]', GOOD + b"," + GOOD],
    "an array of lines": [b"[" + GOOD + b"," + GOOD + b"]", GOOD],
    "cut within a string": [b'[1,5,"u","task","r",{"a":"x', b'[y"},"An"]', GOOD + b"," + GOOD],
    "empty": [b"", GOOD],
    "three in one, spread over the rest": [
        GOOD + b"," + GOOD + b"," + GOOD, b'[1,5,"u","task","r",{"a":[1', b'[2]]},"An"]', GOOD,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SPREAD)
def test_what_is_spread_over_lines_is_no_line(name: str) -> None:
    found = at_once(SPREAD[name])
    assert found == one_by_one(SPREAD[name])
    assert MalformedJson in found


ALL = [GOOD, LOG_LINE, *BEYOND.values(), *MALFORMED.values(), *(each for lines in SPREAD.values() for each in lines)]


@given(st.lists(st.sampled_from(ALL)))
def test_reading_many_agrees_with_reading_each(lines: list[bytes]) -> None:
    assert at_once(lines) == one_by_one(lines)


@given(st.lists(st.text(alphabet=JSON_LETTERS, max_size=30), max_size=4))
def test_reading_many_agrees_with_reading_each_whatever_comes(texts: list[str]) -> None:
    lines = [line(f'{{"a":{text}}}') for text in texts]
    assert at_once(lines) == one_by_one(lines)
