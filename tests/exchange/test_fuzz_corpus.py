"""The inputs that fuzzing has found worth keeping, run without the fuzzer: no exception but ours."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[1] / "fuzz"


@pytest.fixture(scope="module")
def fuzzer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_reader", FOLDER / "fuzz_reader.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_input_that_was_kept(fuzzer: ModuleType) -> None:
    inputs = sorted((FOLDER / "corpus").iterdir())
    assert {each.read_bytes()[0] % len(fuzzer.TARGETS) for each in inputs} == set(range(len(fuzzer.TARGETS)))
    for each in inputs:
        fuzzer.one_input(each.read_bytes())


def test_the_inputs_to_begin_with(fuzzer: ModuleType) -> None:
    for seed in fuzzer.seeds():
        fuzzer.one_input(seed)


@pytest.mark.parametrize("target", ["as_manifest", "as_lines", "as_return", "as_trust"])
def test_each_target_gets_to_the_end_with_something_honest(fuzzer: ModuleType, target: str) -> None:
    """Else a target that refuses everything would find nothing."""
    number = [each.__name__ for each in fuzzer.TARGETS].index(target)
    seeds = [seed[1:] for seed in fuzzer.seeds() if seed[0] == number]
    assert any(refusal(fuzzer, number, seed) == "" for seed in seeds)


def refusal(fuzzer: ModuleType, number: int, data: bytes) -> str:
    try:
        fuzzer.TARGETS[number](data)
    except fuzzer.BgitError as error:
        return str(error) or "refused"
    return ""
