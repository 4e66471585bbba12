"""ReportData: what all reports of a batch are made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from framegen.batch.places.store import Store
from framegen.batch.result import Result, Tally


@dataclass(frozen=True, slots=True)
class ReportData:
    """A batch's results, with the figures of all and of each unit.

    Attributes:
        results: returns an iterator over everyone each time it is called.
        title: the heading and the lines below it.
        whole: the figures of all people.
        units: the figures of each unit.
        store: where the avatars are.
    """

    results: Callable[[], Iterable[Result]]
    title: Sequence[str]
    whole: Tally
    units: Mapping[str, Tally]
    store: Store
