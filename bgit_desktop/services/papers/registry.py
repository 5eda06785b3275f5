"""All papers by name. A module is loaded when a paper is first asked for, not at start-up."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from bgit_desktop.services.papers.model import Paper

_MODULES: Final[tuple[str, ...]] = (
    "cycle",
    "duties",
    "handovers",
    "incidents",
    "overviews",
    "units",
    "training",
    "training_lists",
    "giaoban",
    "difficulties",
    "staff",
    "agency",
    "evaluation",
    "review",
)
"""Modules of this package that declare ``PAPERS``, in the order in which the window lists them."""


@cache
def papers() -> dict[str, Paper]:
    """Give the papers by the name of their kind."""
    found: dict[str, Paper] = {}
    for name in _MODULES:
        for paper in import_module(f"bgit_desktop.services.papers.{name}").PAPERS:
            assert isinstance(paper, Paper)
            found[paper.kind.kind] = paper
    return found
