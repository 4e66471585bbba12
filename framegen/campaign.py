"""Campaign: what the frames are for, as data from `campaign.toml`."""

import datetime
from pathlib import Path
from typing import Literal

from framegen.manifest import Table, read_toml

MANIFEST = "campaign.toml"


class Phase(Table, frozen=True):
    """A stretch of the campaign, both days included."""

    start: datetime.date
    end: datetime.date
    name: str = ""


class ReportTo(Table, frozen=True):
    """Who wants the figures, before which day, and whom they are passed on to."""

    name: str
    before: datetime.date | None = None
    then: str = ""


class Campaign(Table, frozen=True):
    """A campaign: its words, its days and whom to report to.

    Attributes:
        title, full_name: what it is called, in short and in full.
        organisation: who runs it.
        slogans: the lines that its frames carry.
        caption, hashtag: what a member may post with the avatar.
        documents: the papers that it rests on.
        phases: its stretches of time.
        report_to: who wants the figures.
    """

    schema: Literal[1]
    title: str
    full_name: str
    organisation: str
    slogans: tuple[str, ...]
    caption: str
    hashtag: str
    documents: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    report_to: ReportTo | None = None

    @classmethod
    def load(cls, folder: Path) -> "Campaign":
        """Read the campaign of a folder of frames; FrameInvalid names the key that is wrong."""
        return read_toml(folder / MANIFEST, cls)
