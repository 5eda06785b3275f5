"""The fold is a pure function of a set of operations, and conflicts stay until somebody saw all sides."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.fold import EXISTENCE, FoldOp, fold


def op(log: int, seq: int, kind: str = "u", hlc: int = 0, **fields: object) -> FoldOp:
    return FoldOp(log, seq, hlc or seq, f"pc{log}", kind, fields)


class Seen:
    """What each log had taken in: {(log, seq, other): upto}."""

    def __init__(self, *rows: tuple[int, int, int, int]) -> None:
        self.rows = rows

    def __call__(self, later: FoldOp, earlier: FoldOp) -> bool:
        if later.log == earlier.log:
            return later.seq > earlier.seq
        return any(
            log == later.log and seq < later.seq and other == earlier.log and upto >= earlier.seq
            for log, seq, other, upto in self.rows
        )


def test_one_log_takes_the_last_value() -> None:
    found = fold([op(1, 2, title="b"), op(1, 1, "i", title="a", note="n")], Seen())
    assert found.alive
    assert found.values == {"title": "b", "note": "n"}
    assert not found.conflicts


def test_concurrent_values_conflict_and_the_later_clock_stands_for_now() -> None:
    ops = [op(1, 1, "i", title="a"), op(1, 2, hlc=10, title="b"), op(2, 5, hlc=11, title="c")]
    found = fold(ops, Seen((2, 4, 1, 1)))
    assert found.values["title"] == "c"
    assert [each.fields["title"] for each in found.conflicts["title"]] == ["c", "b"]


def test_equal_values_are_no_conflict() -> None:
    ops = [op(1, 1, "i", title="a"), op(1, 2, title="b"), op(2, 5, title="b")]
    assert not fold(ops, Seen((2, 4, 1, 1))).conflicts


def test_true_against_one_is_a_conflict() -> None:
    ops = [op(1, 1, "i"), op(1, 2, hlc=3, x=True), op(2, 5, hlc=2, x=1)]
    assert "x" in fold(ops, Seen((2, 4, 1, 1))).conflicts


def test_a_value_written_having_seen_all_settles() -> None:
    ops = [op(1, 1, "i", title="a"), op(1, 2, title="b"), op(2, 5, title="c"), op(1, 9, title="d")]
    found = fold(ops, Seen((2, 4, 1, 1), (1, 8, 2, 5)))
    assert found.values["title"] == "d"
    assert not found.conflicts


def test_different_fields_merge_silently() -> None:
    ops = [op(1, 1, "i", title="a"), op(1, 2, title="b"), op(2, 5, note="n")]
    found = fold(ops, Seen((2, 4, 1, 1)))
    assert found.values == {"title": "b", "note": "n"}
    assert not found.conflicts


def test_the_larger_value_where_the_policy_says_so() -> None:
    ops = [op(1, 1, "i", version=1), op(1, 2, hlc=99, version=2), op(2, 5, hlc=1, version=7)]
    found = fold(ops, Seen((2, 4, 1, 1)), frozenset({"version"}))
    assert found.values["version"] == 7
    assert not found.conflicts


def test_delete_that_saw_the_edit_removes() -> None:
    assert not fold([op(1, 1, "i"), op(1, 2, title="x"), op(1, 3, "d")], Seen()).alive


def test_delete_against_a_concurrent_edit_keeps_the_record_and_says_so() -> None:
    ops = [op(1, 1, "i", title="a"), op(1, 2, "d"), op(2, 5, title="b")]
    found = fold(ops, Seen((2, 4, 1, 1)))
    assert found.alive
    assert {each.kind for each in found.conflicts[EXISTENCE]} == {"d", "u"}


def test_an_undeletion_brings_back() -> None:
    found = fold([op(1, 1, "i", title="a"), op(1, 2, "d"), op(1, 3, "i", title="a")], Seen())
    assert found.alive


def test_two_deletes_from_two_places_remove() -> None:
    ops = [op(1, 1, "i"), op(1, 2, "d"), op(2, 5, "d")]
    assert not fold(ops, Seen((2, 4, 1, 1))).alive


def test_an_edit_without_its_insert_is_no_record_yet() -> None:
    assert not fold([op(1, 2, title="x")], Seen()).alive


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[FoldOp], Seen]:
    """Up to three PCs that edit one record and now and then take in one another's logs."""
    seqs = {1: 0, 2: 0, 3: 0}
    ops, seen, hlc = [], [], 0
    seqs[1] = 1
    ops.append(op(1, 1, "i", title="0"))
    for _ in range(draw(st.integers(0, 8))):
        log = draw(st.sampled_from([1, 2, 3]))
        seqs[log] += 1
        hlc += draw(st.integers(-2, 3))
        action = draw(st.sampled_from(["u", "u", "u", "d", "m"]))
        if action == "m":
            other = draw(st.sampled_from([each for each in (1, 2, 3) if each != log]))
            seen.append((log, seqs[log], other, seqs[other]))
        elif action == "d":
            ops.append(op(log, seqs[log], "d", hlc=max(1, hlc)))
        else:
            ops.append(
                op(log, seqs[log], hlc=max(1, hlc), **{draw(st.sampled_from("xy")): draw(st.sampled_from("abc"))})
            )
    return ops, Seen(*seen)


@given(histories())
def test_order_does_not_matter(history: tuple[list[FoldOp], Seen]) -> None:
    ops, seen = history
    expected = fold(ops, seen)
    for order in list(permutations(ops))[:24]:
        assert fold(list(order), seen) == expected
