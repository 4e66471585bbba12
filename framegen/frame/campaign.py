"""Campaign: the occasion of the frames, read from `campaign.toml`."""

import datetime
import os
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from framegen.frame.manifest import Table, read_toml

MANIFEST = "campaign.toml"

# Needs no escaping in a link.
UNIT_CODE = r"^[A-Za-z0-9.-]{1,32}\Z"


class Phase(Table, frozen=True):
    """A phase of the campaign, from one day through another."""

    name: str
    start: datetime.date
    end: datetime.date


class ReportTo(Table, frozen=True):
    """The recipient of the figures: through which office, before which day, for what purpose."""

    name: str
    through: str = ""
    before: datetime.date | None = None
    purpose: str = ""


class Unit(Table, frozen=True):
    """A unit that invites its members by a link with `?dv=` and its code."""

    code: Annotated[str, msgspec.Meta(pattern=UNIT_CODE)]
    name: str


class Campaign(Table, frozen=True):
    """A campaign: its texts, its dates and the recipient of its figures.

    Attributes:
        title, full_name: its short and its full name.
        organisation: who carries it out; `launched_by` is who called for it.
        controller: the data controller of members' photos and names, the organisation by default.
        contact: how members reach the controller: an e-mail or web address, a telephone number.
        slogans: the slogans on its frames.
        caption, hashtag: what a member may post with the avatar.
        documents: its official documents.
        dates: its phases.
        report_to: the recipient of its figures.
        units: the units that can invite by name, each a `[[unit]]`.
    """

    schema: Literal[1]
    title: str
    full_name: str
    organisation: str
    launched_by: str
    slogans: tuple[str, ...]
    caption: str
    hashtag: str
    controller: str = ""
    contact: str = ""
    documents: tuple[str, ...] = ()
    dates: tuple[Phase, ...] = ()
    report_to: ReportTo | None = None
    units: tuple[Unit, ...] = msgspec.field(default=(), name="unit")

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Campaign":
        """Read the campaign of a folder of frames.

        Raises:
            FrameInvalid: the file is missing or broken.
        """
        campaign = read_toml(Path(folder) / MANIFEST, cls)
        controller = campaign.controller or campaign.organisation
        return msgspec.structs.replace(campaign, controller=controller)

    def inviter(self, code: str) -> str | None:
        """The name of the unit of a code, else the code itself; None if it is no valid code."""
        if not re.search(UNIT_CODE, code):
            return None
        return next((unit.name for unit in self.units if unit.code == code), code)
