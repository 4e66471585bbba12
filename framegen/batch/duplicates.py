"""Duplicates: one photo matched to two people, of whom at least one is wrong."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from framegen.batch.places.album import Album
from framegen.staff.match import Matching, PersonMatch
from framegen.staff.reason import Reason, ReasonCode

# People named in a reason; the others are counted.
MAX_NAMED = 3


def with_duplicates_marked(matching: Matching, album: Album, decided: Collection[int]) -> Matching:
    """The matching, with a reason to look at each photo that several people share.

    Photos count as equal if their sizes and samples are, see `Album.sample`: none is read whole.

    Args:
        matching: which photo belongs to whom.
        album: the photos.
        decided: rows of people whose photo was chosen by hand; these are not marked.
    """
    marked = {
        each.person.row: replace(each, reason=_reason(each, sharing))
        for sharing in _shared(matching.people, album)
        for each in sharing
        if each.person.row not in decided
    }
    people = tuple(marked.get(each.person.row, each) for each in matching.people)
    return replace(matching, people=people) if marked else matching


def _shared(people: Sequence[PersonMatch], album: Album) -> Iterator[list[PersonMatch]]:
    """Groups of people who share a photo. Samples are read only where sizes are equal."""
    by_size: dict[int, list[tuple[str, PersonMatch]]] = defaultdict(list)
    for each in people:
        if each.photo and (size := album.size(each.photo)):
            by_size[size].append((each.photo, each))
    for alike in by_size.values():
        if len(alike) > 1:
            by_sample: dict[bytes, list[PersonMatch]] = defaultdict(list)
            for photo, each in alike:
                by_sample[album.sample(photo)].append(each)
            yield from (group for group in by_sample.values() if len(group) > 1)


def _reason(each: PersonMatch, sharing: Sequence[PersonMatch]) -> Reason:
    others = [other for other in sharing[: MAX_NAMED + 1] if other is not each][:MAX_NAMED]
    named = [f"{other.person.name} ({other.photo})" for other in others]
    more = len(sharing) - 1 - MAX_NAMED
    if more > 0:
        return Reason(ReasonCode.SAME_PHOTO_AND_MORE, {"others": named, "more": more})
    return Reason(ReasonCode.SAME_PHOTO, {"others": named})
