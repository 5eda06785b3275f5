"""Reading ahead: what is given is what reading alone gives, whatever the next file is and whoever asks for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from bgit_desktop.core.chain import chain_start
from bgit_desktop.errors import NotFound
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.opened_log import open_log
from bgit_desktop.exchange.package_reader import OpenedPackage, Opening, Sender
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.exchange.payload import LogHeader, LogLines
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict
from bgit_desktop.services import reading_ahead
from bgit_desktop.services.reading_ahead import ReadingAhead

REPLICA = "018f0000-0000-7000-8000-000000000001"
READER, SENDER = PrivateKeys.generate(), PrivateKeys.generate()


def begin(path: Path) -> Opening:
    return Opening(path, lambda *_: Sender.of(SENDER.public.minisign), READER.identities)


def package(folder: Path, name: str, title: str) -> Path:
    draft = Draft(
        kind="baseline", province="24", unit="217", replica=REPLICA, incarnation=1, number=1,
        created="2024-06-10T06:13:20Z", app="test", schema=1, from_seq=1,
        base_hash=chain_start("24", "217", REPLICA, 1, SENDER.public.minisign),
    )  # fmt: skip
    line = f'[1,5,"i","task","{REPLICA}",{{"title":"{title}"}},"Hà"]'.encode()
    path = folder / name
    write_package(path, draft, [line], SENDER.signing, [READER.public.age])
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [package(tmp_path, f"{title}.bgpkg", title) for title in ("một", "hai", "ba")]


@pytest.fixture(params=["thread", "process"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "_second_process_works", lambda: request.param == "process")
    monkeypatch.setattr(reading_ahead, "WORTH_A_PROCESS", 0)


def title(opened: OpenedPackage) -> object:
    return opened.logs[0].tail(1)[1].fields[0]["title"]


@pytest.mark.usefixtures("_either_way")
def test_files_come_in_turn(files: list[Path]) -> None:
    with ReadingAhead(begin) as reader:
        assert [title(reader.open(path, files[at:])) for at, path in enumerate(files, 1)] == ["một", "hai", "ba"]


@pytest.mark.usefixtures("_either_way")
def test_another_file_than_the_one_announced(files: list[Path]) -> None:
    with ReadingAhead(begin) as reader:
        assert title(reader.open(files[0], [files[1]])) == "một"
        assert title(reader.open(files[2], [files[0]])) == "ba"
        assert title(reader.open(files[1])) == "hai"


@pytest.mark.usefixtures("_either_way")
def test_a_bad_next_file_is_told_in_its_turn(files: list[Path], tmp_path: Path) -> None:
    no_package = tmp_path / "thư.txt"
    no_package.write_bytes(b"khong phai goi")
    cut = bytearray(files[1].read_bytes())
    at = cut.index(b"age-encryption.org") + 200
    cut[at] ^= 1  # in the payload: found out by the thread
    files[1].write_bytes(cut)
    with ReadingAhead(begin) as reader:
        assert title(reader.open(files[0], [no_package])) == "một"
        for bad, following in ((no_package, files[1]), (files[1], tmp_path / "mất.bgpkg")):
            with pytest.raises(PackageProblem) as refused:
                reader.open(bad, [following])
            assert refused.value.verdict is Verdict.REJECTED_CORRUPT
        with pytest.raises(NotFound):
            reader.open(tmp_path / "mất.bgpkg", [files[2]])
        assert title(reader.open(files[2])) == "ba"


def test_a_large_file_is_not_read_ahead(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "LARGEST", 10)
    with ReadingAhead(begin) as reader:
        assert title(reader.open(files[0], [files[1]])) == "một"
        assert reader._ahead is None
        assert title(reader.open(files[1])) == "hai"


def test_leaving_early_waits_for_the_thread_and_closes_the_file(files: list[Path]) -> None:
    begun: list[Opening] = []

    def noted(path: Path) -> Opening:
        begun.append(begin(path))
        return begun[-1]

    with ReadingAhead(noted) as reader:
        reader.open(files[0], [files[1]])
    assert len(begun) == 2
    assert all(each._container._file.closed for each in begun)


def test_a_process_that_dies_costs_nothing_but_time(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "_second_process_works", lambda: True)
    monkeypatch.setattr(reading_ahead, "WORTH_A_PROCESS", 0)
    with ReadingAhead(begin) as reader:
        assert title(reader.open(files[0], [files[1]])) == "một"
        assert reader._processes is not None
        for process in list(reader._processes._processes.values()):
            process.kill()
        assert title(reader.open(files[1], [files[2]])) == "hai"
        assert title(reader.open(files[2])) == "ba"


def test_two_large_files_are_ahead_and_no_more_than_fit(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "_second_process_works", lambda: True)
    monkeypatch.setattr(reading_ahead, "WORTH_A_PROCESS", 0)
    with ReadingAhead(begin) as reader:
        reader.open(files[0], files[1:])
        assert list(reader._whole) == files[1:]
        size = reader._whole[files[1]].size
        reader.open(files[0])
        assert not reader._whole
        monkeypatch.setattr(reading_ahead, "LARGEST", size + 1)
        reader.open(files[0], files[1:])
        assert list(reader._whole) == files[1:2]
        assert title(reader.open(files[1], files[2:])) == "hai"
        assert title(reader.open(files[2])) == "ba"


def test_a_log_without_lines_needs_nothing() -> None:
    header = LogHeader("217", REPLICA, 1, 5, 4, bytes(32).hex(), bytes(32).hex())
    assert reading_ahead._packed(open_log(LogLines(header, []), keep=True)) is None
