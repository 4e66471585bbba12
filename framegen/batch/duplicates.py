"""Twins: one photo under two names, given to two people: at least one of them is wrong."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from framegen.batch.places.album import Album
from framegen.batch.places.folder_album import FolderAlbum
from framegen.batch.places.url_album import UrlAlbum
from framegen.batch.places.zip_album import ZipAlbum
from framegen.staff.match import Matching, PersonMatch
from framegen.staff.reason import Reason, ReasonCode

SHOWN = 3


def with_twins_doubted(matching: Matching, album: Album, decided: Collection[int]) -> Matching:
    """The matching, with a doubt about each of those who share a photo.

    Photos are the same where their lengths, beginnings and ends are, or their checksums in an
    archive or a bucket: none is read whole.

    Args:
        matching: whose each file is.
        album: the photos.
        decided: the rows of people whose photo somebody chose: there is no doubt about these.
    """
    if not isinstance(album, FolderAlbum | ZipAlbum | UrlAlbum):
        return matching
    sizes: dict[int, list[PersonMatch]] = defaultdict(list)
    for each in matching.people:
        if each.photo and (size := album.size(each.photo)):
            sizes[size].append(each)
    doubts: dict[int, PersonMatch] = {}
    for alike in sizes.values():
        sharing: dict[bytes, list[PersonMatch]] = defaultdict(list)
        for each in alike if len(alike) > 1 else ():
            sharing[album.sample(each.photo or "")].append(each)
        for those in sharing.values():
            doubted = those if len(those) > 1 else []
            doubts |= {
                each.person.row: replace(each, reason=_reason(each, those))
                for each in doubted
                if each.person.row not in decided
            }
    people = tuple(doubts.get(each.person.row, each) for each in matching.people)
    return replace(matching, people=people) if doubts else matching


def _reason(each: PersonMatch, those: list[PersonMatch]) -> Reason:
    others = [other for other in those[: SHOWN + 1] if other is not each][:SHOWN]
    names = [f"{other.person.name} ({other.photo})" for other in others]
    if len(those) - 1 > SHOWN:
        values = {"others": names, "more": len(those) - 1 - SHOWN}
        return Reason(ReasonCode.SAME_PHOTO_AND_MORE, values)
    return Reason(ReasonCode.SAME_PHOTO, {"others": names})
