"""Reports: a workbook, a review sheet and a ZIP archive of a batch, from its ledger."""

import contextlib
import datetime
import hashlib
from pathlib import Path

from framegen.batch.ledger.ledger import Ledger
from framegen.batch.places.store import FolderStore
from framegen.batch.result import tally
from framegen.report.archive import write_archive
from framegen.report.book import write_book
from framegen.report.data import ReportData
from framegen.report.parquet import write_parts
from framegen.report.review_sheet import write_review
from framegen.report.words import ReportWords
from framegen.staff.reason import Reason, ReasonCode

# Names of the files, the same in every language.
BOOK, REVIEW, ARCHIVE = "bao-cao.xlsx", "xem-lai", "anh-dai-dien.zip"
# Reports are for officers, who read Vietnamese.
DEFAULT_LANGUAGE = "vi"


def write_reports(
    into: Path, *, anew: bool = False, parquet: bool = False, language: str = DEFAULT_LANGUAGE
) -> list[Path]:
    """Write a batch's workbook, review sheet and ZIP archive from its ledger; return their paths.

    Files that exist are left as they are if nothing has changed since they were written.

    Args:
        into: the batch's output folder.
        anew: write them in any case.
        parquet: also write everyone's outcome as Parquet.
        language: of the texts, "vi" or "en"; file names are the same in both.

    Raises:
        LedgerNotFound: the folder has no batch.
        AvatarUnwritable: no permission or no space.
    """
    words = ReportWords(language)
    with contextlib.closing(Ledger(into, new=False)) as ledger:
        state = _state(ledger, language)
        # Avatars at a URL are handed on from there.
        archive = [into / ARCHIVE] if isinstance(ledger.store, FolderStore) else []
        paths = [into / BOOK, into / f"{REVIEW}.html", *archive]
        parts = write_parts(into, ledger, language) if parquet else []
        present = all(path.is_file() for path in paths)
        if present and not anew and ledger.about("reported") == state:
            return [*paths, *parts]
        title = _title(ledger, words)
        data = ReportData(ledger.results, title, *tally(ledger.results()), ledger.store)
        write_book(into / BOOK, data, words)
        pages = write_review(into, REVIEW, data, words)
        for path in archive:
            write_archive(path, ledger.results())
        if not archive:
            # Left by an earlier run whose avatars were in the folder.
            (into / ARCHIVE).unlink(missing_ok=True)
        ledger.remember("reported", state)
        return [into / BOOK, *pages, *archive, *parts]


def doubts_in(into: Path, language: str = DEFAULT_LANGUAGE) -> dict[int, Reason]:
    """Why someone should check an avatar, or why it failed, by the person's row.

    Raises:
        LedgerNotFound: the folder has no batch.
    """
    words = ReportWords(language)
    with contextlib.closing(Ledger(into, new=False)) as ledger:
        return {
            result.person.row: Reason(ReasonCode.OTHER, {"text": words.all_remarks(result)})
            for result in ledger.results()
            if result.is_doubtful or result.error
        }


def _title(ledger: Ledger, words: ReportWords) -> list[str]:
    """The heading of the reports: which list, which frame, when."""
    now = datetime.datetime.now().astimezone()
    listed = ledger.about("list")
    frame = ledger.about(f"frame_{words.language}") or ledger.about("frame")
    return [
        words.phrase("Avatars made from a list"),
        words.phrase("List: {list}", list=Path(listed).name) if listed else "",
        words.phrase("Frame: {frame}", frame=frame),
        words.phrase("Date: {date}", date=words.date(now)),
    ]


def _state(ledger: Ledger, language: str) -> str:
    """A hash that changes whenever the reports would."""
    facts = (ledger.about("list"), ledger.about("frame"), ledger.store.root, language)
    state = hashlib.sha256(repr(facts).encode())
    for result in ledger.results():
        entry = ledger.avatar_at(result.name) if result.path else None
        parts = (result.match, result.ok or result.outcome, result.notes, result.error, entry)
        state.update(repr(parts).encode())
    return state.hexdigest()
