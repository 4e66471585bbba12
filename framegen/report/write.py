"""Report: what a batch has to show for itself: a workbook, a sheet to look through, a ZIP."""

import contextlib
import datetime
import hashlib
from pathlib import Path

from framegen.batch.ledger.ledger import Ledger
from framegen.batch.places.store import FolderStore
from framegen.batch.result import tally
from framegen.report.archive import write_parcel
from framegen.report.book import write_book
from framegen.report.parquet import write_parts
from framegen.report.review_sheet import write_review
from framegen.report.words import remarks_on

BOOK, REVIEW, PARCEL = "bao-cao.xlsx", "xem-lai", "anh-dai-dien.zip"


def write_reports(into: Path, *, anew: bool = False, parquet: bool = False) -> list[Path]:
    """Write a batch's report, review sheet and ZIP from its ledger; say where they are.

    Where they are there and nothing has changed since, they are left as they are.

    Args:
        into: the batch's folder.
        anew: write them in any case.
        parquet: write everyone's outcome as Parquet as well.

    Raises:
        LedgerNotFound: no batch was made there.
        AvatarUnwritable: no right or no room.
    """
    with contextlib.closing(Ledger(into, new=False)) as ledger:
        state = _state(ledger)
        # Elsewhere the avatars are handed on from where they are.
        parcel = [into / PARCEL] if isinstance(ledger.store, FolderStore) else []
        paths = [into / BOOK, into / f"{REVIEW}.html", *parcel]
        parts = write_parts(into, ledger) if parquet else []
        there = all(path.is_file() for path in paths)
        if there and not anew and ledger.about("reported") == state:
            return [*paths, *parts]
        whole, units = tally(ledger.results())
        title = _title(ledger)
        store = ledger.store
        write_book(into / BOOK, ledger.results, title=title, whole=whole, units=units, store=store)
        pages = write_review(into, REVIEW, ledger.results, title=title, whole=whole, store=store)
        for path in parcel:
            write_parcel(path, ledger.results())
        if not parcel:
            # Of an earlier run, whose avatars were here.
            (into / PARCEL).unlink(missing_ok=True)
        ledger.tell("reported", state)
        return [into / BOOK, *pages, *parcel, *parts]


def doubts_in(into: Path) -> dict[int, str]:
    """Why somebody should look at an avatar, or why it failed, by the person's row.

    Raises:
        LedgerNotFound: no batch was made there.
    """
    with contextlib.closing(Ledger(into, new=False)) as ledger:
        return {
            result.person.row: "; ".join(remarks_on(result))
            for result in ledger.results()
            if result.is_doubtful or result.error
        }


def _title(ledger: Ledger) -> list[str]:
    """The report's heading: of which list, in which frame, when."""
    now = datetime.datetime.now().astimezone()
    listed, frame = ledger.about("list"), ledger.about("frame")
    return [
        "Kết quả làm ảnh đại diện",
        f"Danh sách: {Path(listed).name}" if listed else "",
        f"Khung: {frame}",
        f"Ngày lập: {now:%d/%m/%Y, %H:%M}",
    ]


def _state(ledger: Ledger) -> str:
    """What changes when the reports would."""
    state = hashlib.sha256(
        f"{ledger.about('list')} {ledger.about('frame')} {ledger.store.root}".encode()
    )
    for result in ledger.results():
        kept = ledger.avatar_at(result.name) if result.path else None
        told = (result.match, result.ok or result.outcome, result.notes, result.error, kept)
        state.update(repr(told).encode())
    return state.hexdigest()
