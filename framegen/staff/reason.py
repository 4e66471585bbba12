"""Reason: why a person has to look at a match, as a code with values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from framegen.language import N_, Message


class ReasonCode(StrEnum):
    """Why a match needs a person; stable, for programs."""

    SEVERAL_FILES_NAMED = "several-files-named"
    FILE_NAMED_TWICE = "file-named-twice"
    FILES_SHARE_CODE = "files-share-code"
    FILES_SHARE_NAME = "files-share-name"
    SEVERAL_CODES = "several-codes"
    CODE_AGAINST_NAME = "code-against-name"
    CODE_UNKNOWN = "code-unknown"
    NAMESAKES = "namesakes"
    NAME_ONLY_SIMILAR = "name-only-similar"
    SAME_PHOTO = "same-photo"
    SAME_PHOTO_AND_MORE = "same-photo-and-more"
    OTHER = "other"


# Each is a part of a line or a cell, so none ends with a full stop.
SENTENCES: Mapping[ReasonCode, str] = {
    ReasonCode.SEVERAL_FILES_NAMED: N_("Several files have the name that the list gives"),
    ReasonCode.FILE_NAMED_TWICE: N_("The list gives this file to more than one person"),
    ReasonCode.FILES_SHARE_CODE: N_("{count} files have this code"),
    ReasonCode.FILES_SHARE_NAME: N_("{count} files have this name"),
    ReasonCode.SEVERAL_CODES: N_("The file name has the codes of more than one person"),
    ReasonCode.CODE_AGAINST_NAME: N_("Code {code} and the name belong to different people"),
    ReasonCode.CODE_UNKNOWN: N_("Code {code} is not on the list"),
    ReasonCode.NAMESAKES: N_("{count} people have this name"),
    ReasonCode.NAME_ONLY_SIMILAR: N_(
        "The file name is only similar to the name; check that it is the right person"
    ),
    ReasonCode.SAME_PHOTO: N_("Same photo as {others}"),
    ReasonCode.SAME_PHOTO_AND_MORE: N_("Same photo as {others} and {more} more people"),
    ReasonCode.OTHER: "{text}",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person has to decide about a match, or should look at it.

    Attributes:
        code: which of the reasons.
        values: what its sentence names; texts, numbers or lists of them.

    Example:
        >>> str(Reason(ReasonCode.CODE_UNKNOWN, {"code": "00017"}))
        'Code 00017 is not on the list'
    """

    code: ReasonCode
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """The reason as a sentence without a full stop, in any language."""
        return Message(SENTENCES[self.code], self.values)
