"""Settings of a store that people give: who uses it, what this PC is called, who signs, and from where.

They are facts about this office, not records: they stay on this PC and never travel.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from bgit_desktop.core.text import nfc
from bgit_desktop.services.context import Session


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings.

    Attributes:
        actor: the user's name, under which changes are journaled.
        label: what people call this PC.
        signer_title: office of who signs reports; "" for the head of the division or department.
        signer_name: who signs; "" leaves room to write by hand.
        place: place name before the date; "" for the unit's own.
    """

    actor: str
    label: str
    signer_title: str
    signer_name: str
    place: str


def read(session: Session) -> Settings:
    """Read the settings."""
    return Settings(**{each.name: session.store.meta(each.name) for each in fields(Settings)})


def save(session: Session, settings: Settings) -> None:
    """Save the settings; from now on changes are journaled under the name given.

    Raises:
        EnvironmentProblem: the store cannot be written.
    """
    with session.store.write("settings", "", session.actor):
        for each in fields(Settings):
            session.store.set_meta(each.name, " ".join(nfc(getattr(settings, each.name)).split()))
    session.actor = session.store.meta("actor") or session.actor
