"""Campaign: what the frames are for, as data from `campaign.toml`."""

import datetime
import os
from pathlib import Path
from typing import Literal

from framegen.manifest import Table, read_toml

MANIFEST = "campaign.toml"


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


class Campaign(Table, frozen=True):
    """A campaign: its words, its days and whom to report to.

    Attributes:
        title, full_name: what it is called, in short and in full.
        organisation: who carries it out, and `launched_by` who called for it.
        slogans: the lines that its frames carry.
        caption, hashtag: what a member may post with the avatar.
        documents: the papers that it rests on.
        dates: its stretches of time.
        report_to: who wants the figures.
    """

    schema: Literal[1]
    title: str
    full_name: str
    organisation: str
    launched_by: str
    slogans: tuple[str, ...]
    caption: str
    hashtag: str
    documents: tuple[str, ...] = ()
    dates: tuple[Phase, ...] = ()
    report_to: ReportTo | None = None

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Campaign":
        """Read the campaign of a folder of frames; FrameInvalid names the key that is wrong."""
        return read_toml(Path(folder) / MANIFEST, cls)
