"""Campaign: what the frames are for, as data from `campaign.toml`."""

import datetime
import os
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from framegen.frame.manifest import Table, read_toml

MANIFEST = "campaign.toml"

# What may stand in a link without being escaped.
UNIT_CODE = r"^[A-Za-z0-9.-]{1,32}\Z"


class Phase(Table, frozen=True):
    """A stretch of the campaign, both days included."""

    name: str
    start: datetime.date
    end: datetime.date


class ReportTo(Table, frozen=True):
    """Who wants the figures: through which office, before which day, and what for."""

    name: str
    through: str = ""
    before: datetime.date | None = None
    purpose: str = ""


class Unit(Table, frozen=True):
    """A unit that invites its members by a link: `?dv=` and its code."""

    code: Annotated[str, msgspec.Meta(pattern=UNIT_CODE)]
    name: str


class Campaign(Table, frozen=True):
    """A campaign: its words, its days and whom to report to.

    Attributes:
        title, full_name: what it is called, in short and in full.
        organisation: who carries it out, and `launched_by` who called for it.
        controller: who answers by law for members' photos and names, the organisation by default.
        contact: how members reach the controller: an e-mail or web address, a telephone number.
        slogans: the lines that its frames carry.
        caption, hashtag: what a member may post with the avatar.
        documents: the papers that it rests on.
        dates: its stretches of time.
        report_to: who wants the figures.
        units: who may invite by name, each a `[[unit]]`.
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
        """Read the campaign of a folder of frames; FrameInvalid names the key that is wrong."""
        campaign = read_toml(Path(folder) / MANIFEST, cls)
        controller = campaign.controller or campaign.organisation
        return msgspec.structs.replace(campaign, controller=controller)

    def inviter(self, code: str) -> str | None:
        """Who invites by a code: its unit's name, else the code; None for what is no code."""
        if not re.search(UNIT_CODE, code):
            return None
        return next((unit.name for unit in self.units if unit.code == code), code)
