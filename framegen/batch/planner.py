"""Reckoning: who of a list is done, who is to be made and why; BatchRun and Rehearsal act on it."""

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from framegen.batch.ledger.entry import Kept
from framegen.batch.ledger.ledger import Ledger
from framegen.batch.result import Outcome, Result, Why
from framegen.batch.task import Task, Workshop
from framegen.errors import FramegenError
from framegen.staff.decisions import Decision
from framegen.staff.match import Status
from framegen.staff.people import Person


@dataclass(frozen=True, slots=True)
class Wish:
    """How a batch runs.

    Attributes:
        into: the output folder.
        template: of the avatars' names.
        decisions: by the person's row.
        jobs: processes.
        timeout: seconds for one photo.
        retry_failed: whether what failed before is tried again.
        listed: what reports call the list.
        stop: set from outside to begin nothing more.
        cluster: the address of a Dask scheduler, or "local"; empty for processes of this machine.
    """

    into: Path
    template: str
    decisions: Mapping[int, Decision]
    jobs: int
    timeout: float
    retry_failed: bool
    listed: str
    stop: threading.Event
    cluster: str = ""


class Reckoning(ABC):
    """The people in the ledger, taken up one after the other."""

    def __init__(self, shop: Workshop, ledger: Ledger, wish: Wish) -> None:
        self._shop, self._ledger, self._wish = shop, ledger, wish
        self._mark, self._store = shop.mark, shop.store
        self._ended: dict[int, Result] = {}
        self._next = 1

    @abstractmethod
    def results(self) -> Iterator[Result]:
        """Everyone in the list's order."""

    @abstractmethod
    def _have_made(self, person: Result, task: Task, stamp: str) -> None:
        """Have an avatar made, for the reason that stands with the person."""

    @abstractmethod
    def _copy(self, person: Result, task: Task, kept: Kept) -> bool:
        """Settle a person by an avatar that was made under another name; False if it is gone."""

    @abstractmethod
    def _withdraw(self, name: str) -> None:
        """Remove an avatar that is no longer right, if it is the one that was made."""

    def _in_order(self) -> Iterator[Result]:
        while result := self._ended.pop(self._next, None):
            self._next += 1
            yield result

    def _begin(self, person: Result) -> None:
        """Settle a person at once, or have the avatar made."""
        decision = self._wish.decisions.get(person.person.row)
        if decision and decision.skip:
            self._withdraw(person.name)
            self._settle(replace(person, outcome=Outcome.SKIPPED))
        elif person.match.photo is None:
            missing = person.match.status is Status.MISSING
            self._settle(replace(person, outcome=Outcome.MISSING if missing else Outcome.AMBIGUOUS))
        else:
            self._plan(person, person.match.photo, decision)

    def _plan(self, person: Result, photo: str, decision: Decision | None) -> None:
        """Keep what is done already; have the rest done."""
        task = Task(
            photo,
            person.name,
            self._words_for(person.person),
            decision.crop if decision else None,
            decision.face if decision else None,
        )
        mark = self._mark_of(task)
        stamp = self._shop.album.stamp(photo)
        kept = self._ledger.avatar_at(person.name)
        photo_hash = self._hash_known(photo, stamp, kept)
        whole = kept is not None and kept.mark == mark and kept.is_whole(self._store)
        if kept and whole and kept.photo_hash == photo_hash:
            self._settle_done(person, kept)
        elif not (photo_hash and self._is_known(person, task, photo_hash, mark)):
            task = replace(task, known=kept.photo_hash if kept and whole else "")
            why = self._why(photo_hash, mark, kept, whole=whole)
            self._have_made(replace(person, why=why), task, stamp)

    def _hash_known(self, photo: str, stamp: str, kept: Kept | None) -> str:
        """The photo's hash; empty where it may have changed since it was read."""
        del kept
        return self._ledger.photo_hash(photo, stamp)

    def _why(self, photo_hash: str, mark: str, kept: Kept | None, *, whole: bool) -> Why:
        """Why an avatar has to be made."""
        if photo_hash and self._ledger.failure_of(photo_hash, mark):
            return Why.RETRY
        if kept is None:
            return Why.NEW
        if kept.mark != mark:
            return Why.WISH
        return Why.PHOTO if whole else Why.GONE

    def _words_for(self, person: Person) -> dict[str, str]:
        """What the frame has a slot for; a change of anything else redoes nothing."""
        told = {
            "name": person.name,
            "unit": person.unit,
            "title": person.title,
            "code": person.code,
        }
        slots = {slot.id for slot in self._shop.frame.texts}
        return {key: value for key, value in told.items() if key in slots}

    def _is_known(self, person: Result, task: Task, photo_hash: str, mark: str) -> bool:
        """Settle a person whose photo failed before, or was framed under another name."""
        failed = self._knows_failure(person, photo_hash, mark)
        return failed or self._copied(person, task, photo_hash, mark)

    def _knows_failure(self, person: Result, photo_hash: str, mark: str) -> bool:
        """Settle a person whose photo failed before, unless that is to be tried again."""
        failure = self._ledger.failure_of(photo_hash, mark)
        if failure is None or self._wish.retry_failed:
            return False
        self._settle(replace(person, outcome=Outcome.FAILED, error=failure))
        return True

    def _copied(self, person: Result, task: Task, photo_hash: str, mark: str) -> bool:
        """Settle a person whose avatar was made under another name, as before rows were added."""
        for kept in self._ledger.avatars_like(photo_hash, mark):
            if kept.path == task.name or not kept.is_whole(self._store):
                continue
            if self._copy(person, task, kept):
                return True
        return False

    def _settle_done(self, person: Result, kept: Kept, *, outcome: Outcome = Outcome.KEPT) -> None:
        path = self._store.where(kept.path)
        self._settle(replace(person, outcome=outcome, path=path, notes=kept.notes))

    def _settle(self, result: Result) -> None:
        self._ledger.settle(result)
        self._ended[result.order] = result

    def _mark_of(self, task: Task) -> str:
        return hashlib.sha256(f"{self._mark} {task.mark}".encode()).hexdigest()

    def _hash_of(self, photo: str) -> str:
        """The hash of a photo that no process lived to tell; empty where it cannot be read."""
        try:
            data = self._shop.album.read(photo, self._shop.framer.limits.max_bytes)
        except FramegenError:
            return ""
        return hashlib.sha256(data).hexdigest()
