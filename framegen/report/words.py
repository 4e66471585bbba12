"""ReportWords: what reports say about a person, in one language, for officers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from framegen.avatar.note import SENTENCES, Note
from framegen.batch.result import DONE, Failure, Outcome, Result, error_class
from framegen.errors import FramegenError, NoFaceFound
from framegen.language import N_, Message
from framegen.staff.decisions import HEADINGS
from framegen.staff.match import RULE_WORDS

# The state of a person, as reports name it.
STATES: Mapping[Outcome, str] = {
    Outcome.MADE: N_("Has an avatar"),
    Outcome.KEPT: N_("Has an avatar"),
    Outcome.FAILED: N_("Photo not usable"),
    Outcome.MISSING: N_("No photo"),
    Outcome.AMBIGUOUS: N_("Photo unclear"),
    Outcome.SKIPPED: N_("Skipped by decision"),
    Outcome.WAITING: N_("Not yet made"),
}
TO_CHECK = N_("{state} – to check")
# What someone should do about it.
TO_DO: Mapping[Outcome, str] = {
    Outcome.FAILED: N_("Ask for another photo, or save this one as JPEG, replace it and run again"),
    Outcome.MISSING: N_(
        "Ask for a photo, name its file by the code or the full name, put it into the photo folder "
        "and run again"
    ),
    Outcome.AMBIGUOUS: N_(
        "Write the right file name into the column “{column}” of can-quyet-dinh.xlsx and run again"
    ),
    Outcome.WAITING: N_("Run the command again to go on"),
}
TO_DO_IF_DOUBTFUL = N_(
    "Look at the avatar; if it is wrong, choose another photo, crop or face in can-quyet-dinh.xlsx"
)
# In a batch a face is missing only if its number was chosen by hand.
NO_SUCH_FACE = N_("There is no face with the chosen number")
NO_FILE = N_("No photo file matches")
FOUND_BY = N_("Found by {rule}")
PROPOSED = N_("Perhaps: {files}")
PROPOSED_AND_MORE = N_("Perhaps: {files} and {more} more files")
# Proposed files that are named; the others are counted.
MAX_FILES = 6
NO_UNIT = N_("(no unit given)")

# Thousands separators that differ from the English one.
THOUSANDS = {"vi": "."}


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of a report in a language."""

    language: str

    def phrase(self, english: str, /, **values: object) -> str:
        """A sentence in the report's language."""
        return Message(english, values).render(self.language)

    def number(self, number: int) -> str:
        """A number with the language's thousands separator."""
        return f"{number:,}".replace(",", THOUSANDS.get(self.language, ","))

    def date(self, moment: datetime.datetime) -> str:
        """A date and time."""
        return f"{moment:%d/%m/%Y, %H:%M}"

    def unit(self, name: str) -> str:
        """A unit's name, also if it is empty."""
        return name or self.phrase(NO_UNIT)

    def state(self, result: Result) -> str:
        """The state of a person."""
        state = Message(STATES[result.outcome])
        return self.phrase(TO_CHECK, state=state) if result.is_doubtful else self.phrase(state.text)

    def found_by(self, result: Result) -> str:
        """How the photo was found; empty if there is none."""
        rule = result.match.rule
        if rule is None or not result.match.photo:
            return ""
        return self.phrase(FOUND_BY, rule=Message(RULE_WORDS[rule]))

    def remarks(self, result: Result) -> list[str]:
        """Remarks on the avatar, or why there is none, the most serious first."""
        return [message.render(self.language).removesuffix(".") for message in _remarks(result)]

    def all_remarks(self, result: Result) -> str:
        """All remarks in one cell."""
        return ". ".join(self.remarks(result))

    def to_do(self, result: Result) -> str:
        """What someone should do; empty if nothing."""
        if result.is_doubtful:
            return self.phrase(TO_DO_IF_DOUBTFUL)
        if result.outcome not in TO_DO:
            return ""
        return self.phrase(TO_DO[result.outcome], column=Message(HEADINGS["photo"]))


def _remarks(result: Result) -> list[Message]:
    if result.error:
        return [_remark_on_failure(result.error)]
    if result.outcome in DONE:
        reason = result.match.reason
        notes = [Message(SENTENCES[note]) for note in Note if note in result.notes]
        return [reason.message, *notes] if reason else notes
    if result.outcome is Outcome.MISSING:
        return [Message(NO_FILE)]
    return _remarks_on_proposals(result.match.proposals)


def _remark_on_failure(failure: Failure) -> Message:
    if failure.code == NoFaceFound.code:
        return Message(NO_SUCH_FACE)
    kind = error_class(failure.code)
    return failure.message if kind is FramegenError else Message(kind.title)


def _remarks_on_proposals(files: tuple[str, ...]) -> list[Message]:
    named, more = files[:MAX_FILES], len(files) - MAX_FILES
    if more > 0:
        return [Message(PROPOSED_AND_MORE, {"files": named, "more": more})]
    return [Message(PROPOSED, {"files": named})] if named else []
