"""All that can go wrong.

FramegenError                     every failure of the library; has a stable code and a hint
+ PhotoError                      the photo cannot be used
| + PhotoNotFound                 there is no such file
| + PhotoUnreadable               the bytes are no picture that framegen reads
| + PhotoTooLarge                 more bytes, pixels or scans than the limits allow
| + PhotoTooSmall                 too few pixels to make an avatar from
| + PhotoTooSlow                  a batch gave it its time, twice
| + PhotoCrashed                  it brought the process down that read it, twice
+ FaceError                       only when strict
| + NoFaceFound                   the detector saw no face
| + SeveralFaces                  it cannot be told whose avatar this is
+ FrameError                      the frame cannot be used
| + FrameNotFound                 no frame has that name
| + FrameInvalid                  the frame's manifest or artwork is broken
+ RequestError                    what was asked for makes no sense
| + CropInvalid                   the crop is no square that touches the photo
| + SizeInvalid                   the avatar's size is out of range
| + FormatUnknown                 the avatar cannot be written in that format
| + LedgerNotFound                no batch was made in that folder
+ TextError                       a personal text cannot be set
| + TextInvalid                   no such slot, or a letter that the font lacks
| + TextMissing                   a slot that must not stay empty
| + TextTooLong                   it does not fit, even at the least size
+ StaffError                      a staff list cannot be used
| + StaffListNotFound             there is no such list
| + StaffListUnreadable           the bytes are no list that framegen reads
| + StaffListTooLarge             more bytes, rows or cells than the limits allow
| + SheetNotFound                 the workbook has no sheet of that name
| + ColumnMissing                 no column holds names, or not the one that was named
| + DecisionInvalid               a row of a decisions file cannot be understood
+ AlbumUnreadable                 a folder or an archive of photos cannot be used
+ LogoInvalid                     no such slot, or the file is no logo
+ ClusterUnusable                 the machines that should help cannot be reached
+ AvatarUnwritable                the avatar could not be written where it was asked to be
| + FolderBusy                    another batch is at work in that folder
| + LedgerUnusable                a batch's own records cannot be read or written

A doubt is no error: it is a Note on the avatar. The message says what, where and the numbers; the
hint says what a person does next; the code is for programs, translations and problem pages. The
library knows neither HTTP statuses nor exit codes.
"""

import os
from typing import ClassVar

from framegen.language import N_, Message


class FramegenError(Exception):
    """Something that framegen was asked for could not be done."""

    code: ClassVar[str] = "framegen-error"
    title: ClassVar[str] = N_("Something that framegen was asked for could not be done.")
    hint: ClassVar[str] = N_("Look at the message; nothing was written.")

    def __init__(self, text: str = "", /, **values: object) -> None:
        """What and where, in English with {names} for the values: see framegen.language.Message."""
        # Plain text instead of a path, so that JSON can hold it and another system unpickle it.
        plain = {
            name: os.fspath(value) if isinstance(value, os.PathLike) else value
            for name, value in values.items()
        }
        super().__init__(text, plain)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), *self.args), self.__dict__

    def __str__(self) -> str:
        return str(self.message) if self.message.text else type(self).__name__

    @property
    def message(self) -> Message:
        """What is wrong and where, with its values apart, to be told in any language."""
        text, values = self.args
        return Message(text, values)


def _again(kind: type[FramegenError], text: str, values: dict[str, object]) -> FramegenError:
    """An error as it was before it went from one process to another."""
    return kind(text, **values)


class PhotoError(FramegenError):
    """The photo cannot be used."""

    code = "photo-error"
    title = N_("The photo cannot be used.")
    hint = N_("Choose another photo.")


class PhotoNotFound(PhotoError):
    """There is no such photo."""

    code = "photo-not-found"
    title = N_("There is no such photo.")
    hint = N_("Check the path; put quotes around a name with spaces.")


class PhotoUnreadable(PhotoError):
    """The bytes are no picture that can be read."""

    code = "photo-unreadable"
    title = N_("The bytes are no picture that can be read.")
    hint = N_("Send the original photo as JPEG, PNG, WebP or HEIC.")


class PhotoTooLarge(PhotoError):
    """The photo is larger than the limits allow."""

    code = "photo-too-large"
    title = N_("The photo is larger than the limits allow.")
    hint = N_("Make the photo smaller, or use a screenshot of it.")


class PhotoTooSmall(PhotoError):
    """The photo has too few pixels."""

    code = "photo-too-small"
    title = N_("The photo has too few pixels.")
    hint = N_("Use a larger photo: 500 pixels or more on its short side look good.")


class PhotoTooSlow(PhotoError):
    """The photo takes longer to open than a photo may."""

    code = "photo-too-slow"
    title = N_("The photo takes longer to open than a photo may.")
    hint = N_("Save the photo anew in a photo app, or use a screenshot of it.")


class PhotoCrashed(PhotoError):
    """The photo brought down the process that read it."""

    code = "photo-crashed"
    title = N_("The photo brought down the process that read it.")
    hint = N_("Open it in a picture program and save it anew as JPEG.")


class FaceError(FramegenError):
    """The face to frame is in doubt, and doubts were forbidden."""

    code = "face-error"
    title = N_("The face to frame is in doubt, and doubts were forbidden.")
    hint = N_("Name the face or the crop yourself.")


class NoFaceFound(FaceError):
    """No face was found in the photo."""

    code = "no-face-found"
    title = N_("No face was found in the photo.")
    hint = N_("Use a photo where the face is large, lit and looks at the camera, or give a crop.")


class SeveralFaces(FaceError):
    """The photo shows several faces that could be meant."""

    code = "several-faces"
    title = N_("The photo shows several faces that could be meant.")
    hint = N_("Say which face is meant, or use a photo of one person.")


class FrameError(FramegenError):
    """The frame cannot be used."""

    code = "frame-error"
    title = N_("The frame cannot be used.")
    hint = N_("Choose another frame: framegen frames list.")


class FrameNotFound(FrameError, KeyError):
    """There is no frame of that name."""

    code = "frame-not-found"
    title = N_("There is no frame of that name.")
    hint = N_("See the names with: framegen frames list.")


class FrameInvalid(FrameError):
    """The frame's manifest or artwork is broken."""

    code = "frame-invalid"
    title = N_("The frame's manifest or artwork is broken.")
    hint = N_("Mend the named file of the frame; frames/README.md describes the manifest.")


class RequestError(FramegenError):
    """What was asked for makes no sense."""

    code = "request-invalid"
    title = N_("What was asked for makes no sense.")
    hint = N_("Change the named argument.")


class CropInvalid(RequestError):
    """The crop is no square that touches the photo."""

    code = "crop-invalid"
    title = N_("The crop is no square that touches the photo.")
    hint = N_("Give left, top, right, bottom in pixels of the upright photo, as wide as high.")


class SizeInvalid(RequestError):
    """The avatar's size is out of range."""

    code = "size-invalid"
    title = N_("The avatar's size is out of range.")
    hint = N_("Ask for a size within the range; 1080 suits Facebook and Zalo.")


class FormatUnknown(RequestError):
    """The avatar cannot be written in that format."""

    code = "format-unknown"
    title = N_("The avatar cannot be written in that format.")
    hint = N_("Use jpeg, png or webp.")


class LedgerNotFound(RequestError):
    """No batch was made in this folder."""

    code = "ledger-not-found"
    title = N_("No batch was made in this folder.")
    hint = N_("Give the folder that was the batch's -o.")


class TextError(FramegenError):
    """A personal text cannot be set."""

    code = "text-error"
    title = N_("A personal text cannot be set.")
    hint = N_("Change the text.")


class TextInvalid(TextError):
    """A text has no slot, or a letter that cannot be drawn."""

    code = "text-invalid"
    title = N_("A text has no slot, or a letter that cannot be drawn.")
    hint = N_("Use the frame's own slots (framegen frames show) and plain letters, no emoji.")


class TextMissing(TextError):
    """A text that the frame needs is missing."""

    code = "text-missing"
    title = N_("A text that the frame needs is missing.")
    hint = N_("Give the named text.")


class TextTooLong(TextError):
    """A text does not fit its place."""

    code = "text-too-long"
    title = N_("A text does not fit its place.")
    hint = N_("Shorten it, for example by the usual abbreviations.")


class StaffError(FramegenError):
    """A staff list cannot be used."""

    code = "staff-error"
    title = N_("A staff list cannot be used.")
    hint = N_("Choose another list.")


class StaffListNotFound(StaffError):
    """There is no such staff list."""

    code = "staff-list-not-found"
    title = N_("There is no such staff list.")
    hint = N_("Check the path; put quotes around a name with spaces.")


class StaffListUnreadable(StaffError):
    """The bytes are no staff list that can be read."""

    code = "staff-list-unreadable"
    title = N_("The bytes are no staff list that can be read.")
    hint = N_(
        "Open it in Excel or LibreOffice, remove any password and save it as .xlsx or CSV UTF-8."
    )


class StaffListTooLarge(StaffError):
    """The staff list is larger than the limits allow."""

    code = "staff-list-too-large"
    title = N_("The staff list is larger than the limits allow.")
    hint = N_("Split the list, one file a unit; delete stray cells far below or beside it.")


class SheetNotFound(StaffError):
    """The workbook has no sheet of that name."""

    code = "sheet-not-found"
    title = N_("The workbook has no sheet of that name.")
    hint = N_("Give one of the sheets that the message lists.")


class ColumnMissing(StaffError):
    """A column that the staff list needs was not found."""

    code = "column-missing"
    title = N_("A column that the staff list needs was not found.")
    hint = N_("Say which column holds the names by its letter or its heading: --column name=C.")


class DecisionInvalid(StaffError):
    """A row of a decisions file cannot be understood."""

    code = "decision-invalid"
    title = N_("A row of a decisions file cannot be understood.")
    hint = N_("Mend the named row, or write the file anew.")


class AlbumUnreadable(FramegenError):
    """A folder or an archive of photos, or a place at a URL, cannot be used."""

    code = "album-unreadable"
    title = N_("A folder or an archive of photos, or a place at a URL, cannot be used.")
    hint = N_(
        "Unpack the photos into a folder and give that folder; "
        "of a URL, see to its name and to the keys in the environment."
    )


class LogoInvalid(FramegenError):
    """A logo has no slot, or its file cannot be used."""

    code = "logo-invalid"
    title = N_("A logo has no slot, or its file cannot be used.")
    hint = N_("Use an SVG with its texts as outlines, or a PNG, and one of the frame's own slots.")


class ClusterUnusable(FramegenError):
    """The machines of a cluster cannot be reached, or were lost."""

    code = "cluster-unusable"
    title = N_("The machines of a cluster cannot be reached, or were lost.")
    hint = N_(
        "See that scheduler and workers run, with the same framegen; then run it again to go on."
    )


class AvatarUnwritable(FramegenError):
    """The avatar could not be written."""

    code = "avatar-unwritable"
    title = N_("The avatar could not be written.")
    hint = N_("Choose a folder that exists, may be written to and has room.")


class FolderBusy(AvatarUnwritable):
    """Another batch is at work in this folder."""

    code = "folder-busy"
    title = N_("Another batch is at work in this folder.")
    hint = N_("Wait until it ends, or choose another folder.")


class LedgerUnusable(AvatarUnwritable):
    """The records of a batch cannot be read or written."""

    code = "ledger-unusable"
    title = N_("The records of a batch cannot be read or written.")
    hint = N_("Make room on the disk; if it is damaged, choose a new folder and run again.")
