"""Sentences filled in: English agrees with its number."""

from __future__ import annotations

import pytest

from bgit_desktop.assets import load_english
from bgit_desktop.core.i18n import tr, use_language
from bgit_desktop.core.values import show_count


@pytest.fixture
def _english() -> None:
    use_language("en", load_english())


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 report"), (0, "0 reports"), (2, "2 reports"), ("1,398", "1,398 reports")]
)
@pytest.mark.usefixtures("_english")
def test_a_word_agrees_with_its_number(count: object, said: str) -> None:
    assert tr("{count} báo cáo", count=count) == said


def test_thousands_stand_apart_the_way_of_the_language() -> None:
    assert show_count(1398) == "1.398"
    use_language("en")
    assert show_count(1398) == "1,398"
