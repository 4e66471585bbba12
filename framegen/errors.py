"""Errors: all that framegen raises.

FramegenError                     every failure of the library; has a stable code and a hint
+ PhotoError                      the photo cannot be used
| + PhotoNotFound                 there is no such file
| + PhotoUnreadable               the bytes are no picture that framegen reads
| + PhotoTooLarge                 more bytes, pixels or scans than the limits allow
| + PhotoTooSmall                 too few pixels to make an avatar from
| + PhotoTooSlow                  it exceeded the time limit of a batch, twice
| + PhotoCrashed                  it crashed the process that read it, twice
+ FaceError                       only when strict
| + NoFaceFound                   the detector saw no face
| + SeveralFaces                  more than one face could be meant
+ FrameError                      the frame cannot be used
| + FrameNotFound                 no frame has that name
| + FrameInvalid                  the frame's manifest or artwork is broken
+ RequestError                    an argument is invalid
| + CropInvalid                   the crop is not a square on the photo
| + SizeInvalid                   the avatar's size is out of range
| + FormatUnknown                 the avatar cannot be written in that format
| + LedgerNotFound                no batch was made in that folder
+ TextError                       a personal text cannot be set
| + TextInvalid                   no such slot, or a letter that the font lacks
| + TextMissing                   a required slot has no text
| + TextTooLong                   it does not fit, even at the smallest size
+ StaffError                      a staff list cannot be used
| + StaffListNotFound             there is no such list
| + StaffListUnreadable           the bytes are no list that framegen reads
| + StaffListTooLarge             more bytes, rows or cells than the limits allow
| + SheetNotFound                 the workbook has no sheet of that name
| + ColumnMissing                 no column has names, or not the one asked for
| + DecisionInvalid               a row of a decisions file cannot be understood
+ AlbumUnreadable                 a folder or an archive of photos cannot be used
+ LogoInvalid                     no such slot, or the file is no logo
+ ClusterUnusable                 the machines of a cluster cannot be reached
+ InternalError                   a mistake in framegen itself
+ ExtraMissing                    a part of framegen needs packages that are not installed
+ AvatarUnwritable                the avatar cannot be written to its path
| + FolderBusy                    another batch is running in that folder
| + LedgerUnusable                a batch's own records cannot be read or written

What a person should only check is no error but a Note on the avatar. The message says what is wrong
and where, the title the same in general, the hint what to do next; the code is for programs. The
library knows neither HTTP statuses nor exit codes.
"""

import os
from collections.abc import Mapping
from typing import ClassVar


class FramegenError(Exception):
    """The base of all errors of framegen; it has a code, a title, a hint and a message."""

    code: ClassVar[str] = "framegen-error"
    title: ClassVar[str] = "Something that framegen was asked for could not be done."
    hint: ClassVar[str] = "Look at the message; nothing was written."

    def __init__(self, text: str = "", /, **values: object) -> None:
        """Take a text in English with {names} for its values: see framegen.language.Message."""
        # Plain text instead of a path, so that JSON can hold it and another system unpickle it.
        plain = {
            name: os.fspath(value) if isinstance(value, os.PathLike) else value
            for name, value in values.items()
        }
        super().__init__(text, plain)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), *self.args), self.__dict__

    def __str__(self) -> str:
        if not self.text:
            return type(self).__name__
        shown = {
            name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
            for name, value in self.values.items()
        }
        return self.text.format(**shown) if shown else self.text

    @property
    def text(self) -> str:
        """What is wrong and where, in English with {names} where the values go."""
        return str(self.args[0])

    @property
    def values(self) -> Mapping[str, object]:
        """The values of the text: paths, numbers, names, or messages themselves."""
        found: Mapping[str, object] = self.args[1]
        return found


def _again(kind: type[FramegenError], text: str, values: dict[str, object]) -> FramegenError:
    """An unpickled error."""
    return kind(text, **values)


class PhotoError(FramegenError):
    """The base of errors about a photo."""

    code = "photo-error"
    title = "The photo cannot be used."
    hint = "Choose another photo."


class PhotoNotFound(PhotoError):
    """No file at the path of a photo."""

    code = "photo-not-found"
    title = "There is no such photo."
    hint = "Check the path; put quotes around a name with spaces."


class PhotoUnreadable(PhotoError):
    """Bytes that are no picture, or a broken one, or of a format that is not read."""

    code = "photo-unreadable"
    title = "The bytes are no picture that can be read."
    hint = "Send the original photo as JPEG, PNG, WebP or HEIC."


class PhotoTooLarge(PhotoError):
    """More bytes, pixels or scans than the limits allow."""

    code = "photo-too-large"
    title = "The photo is larger than the limits allow."
    hint = "Make the photo smaller, or use a screenshot of it."


class PhotoTooSmall(PhotoError):
    """A side with fewer pixels than the limits ask for."""

    code = "photo-too-small"
    title = "The photo has too few pixels."
    hint = "Use a larger photo: 500 pixels or more on its short side look good."


class PhotoTooSlow(PhotoError):
    """A photo that exceeded the batch's time limit twice."""

    code = "photo-too-slow"
    title = "The photo takes longer to open than a photo may."
    hint = "Save the photo anew in a photo app, or use a screenshot of it."


class PhotoCrashed(PhotoError):
    """A photo that crashed the process reading it twice."""

    code = "photo-crashed"
    title = "The photo brought down the process that read it."
    hint = "Open it in a picture program and save it anew as JPEG."


class FaceError(FramegenError):
    """The base of errors about faces, which only a strict Framer raises."""

    code = "face-error"
    title = "The face to frame is in doubt, and doubts were forbidden."
    hint = "Name the face or the crop yourself."


class NoFaceFound(FaceError):
    """The detector found no face."""

    code = "no-face-found"
    title = "No face was found in the photo."
    hint = "Use a photo where the face is large, lit and looks at the camera, or give a crop."


class SeveralFaces(FaceError):
    """The most prominent face has a rival."""

    code = "several-faces"
    title = "The photo shows several faces that could be meant."
    hint = "Say which face is meant, or use a photo of one person."


class FrameError(FramegenError):
    """The base of errors about a frame."""

    code = "frame-error"
    title = "The frame cannot be used."
    hint = "Choose another frame: framegen frames list."


class FrameNotFound(FrameError, KeyError):
    """No frame of that name; also a KeyError, as Frames is a mapping."""

    code = "frame-not-found"
    title = "There is no frame of that name."
    hint = "See the names with: framegen frames list."


class FrameInvalid(FrameError):
    """A manifest, an artwork or a folder of frames that is missing or broken."""

    code = "frame-invalid"
    title = "The frame's manifest or artwork is broken."
    hint = "Correct the named file of the frame; frames/README.md describes the manifest."


class RequestError(FramegenError):
    """The base of errors about arguments; also raised itself."""

    code = "request-invalid"
    title = "What was asked for makes no sense."
    hint = "Change the named argument."


class CropInvalid(RequestError):
    """A crop that is not finite, not square, or beside the photo."""

    code = "crop-invalid"
    title = "The crop is no square that touches the photo."
    hint = "Give left, top, right, bottom in pixels of the upright photo, as wide as high."


class SizeInvalid(RequestError):
    """A side of an avatar outside the frame's range."""

    code = "size-invalid"
    title = "The avatar's size is out of range."
    hint = "Ask for a size within the range; 1080 suits Facebook and Zalo."


class FormatUnknown(RequestError):
    """A format other than JPEG, PNG and WebP, or a quality out of range."""

    code = "format-unknown"
    title = "The avatar cannot be written in that format."
    hint = "Use one of the formats that the message names."


class LedgerNotFound(RequestError):
    """A folder without the ledger of a batch."""

    code = "ledger-not-found"
    title = "No batch was made in this folder."
    hint = "Give the folder that was the batch's -o."


class TextError(FramegenError):
    """The base of errors about personal texts."""

    code = "text-error"
    title = "A personal text cannot be set."
    hint = "Change the text."


class TextInvalid(TextError):
    """A text for a slot that does not exist, or with a letter that the font lacks."""

    code = "text-invalid"
    title = "A text has no slot, or a letter that cannot be drawn."
    hint = "Use the frame's own slots (framegen frames show) and plain letters, no emoji."


class TextMissing(TextError):
    """No text for a required slot."""

    code = "text-missing"
    title = "A text that the frame needs is missing."
    hint = "Give the named text."


class TextTooLong(TextError):
    """A text that does not fit at the slot's smallest size."""

    code = "text-too-long"
    title = "A text does not fit its place."
    hint = "Shorten it, for example by the usual abbreviations."


class StaffError(FramegenError):
    """The base of errors about staff lists."""

    code = "staff-error"
    title = "A staff list cannot be used."
    hint = "Choose another list."


class StaffListNotFound(StaffError):
    """No file at the path of a staff list."""

    code = "staff-list-not-found"
    title = "There is no such staff list."
    hint = "Check the path; put quotes around a name with spaces."


class StaffListUnreadable(StaffError):
    """A file that is no list of a supported format, or an encrypted or broken one."""

    code = "staff-list-unreadable"
    title = "The file is not a staff list that can be read."
    hint = "Open it in Excel or LibreOffice, remove any password and save it as .xlsx or CSV UTF-8."


class StaffListTooLarge(StaffError):
    """More bytes, rows or cells than the limits allow."""

    code = "staff-list-too-large"
    title = "The staff list is larger than the limits allow."
    hint = "Split the list, one file a unit; delete stray cells far below or beside it."


class SheetNotFound(StaffError):
    """No sheet of that name in the workbook."""

    code = "sheet-not-found"
    title = "The workbook has no sheet of that name."
    hint = "Give one of the sheets that the message lists."


class ColumnMissing(StaffError):
    """No column with names, or not the one that was asked for."""

    code = "column-missing"
    title = "A column that the staff list needs was not found."
    hint = "Say which column holds the names by its letter or its heading: --column name=C."


class DecisionInvalid(StaffError):
    """A row of a decisions file with an invalid value."""

    code = "decision-invalid"
    title = "A row of a decisions file cannot be understood."
    hint = "Correct the named row, or create the file again."


class AlbumUnreadable(FramegenError):
    """A folder, an archive or a URL of photos that cannot be read."""

    code = "album-unreadable"
    title = "A folder or an archive of photos, or a place at a URL, cannot be used."
    hint = (
        "Unpack the photos into a folder and give that folder; "
        "for a URL, check its name and the keys in the environment."
    )


class LogoInvalid(FramegenError):
    """A logo for a slot that does not exist, or a file that is no SVG or PNG."""

    code = "logo-invalid"
    title = "A logo has no slot, or its file cannot be used."
    hint = "Use an SVG with its texts as outlines, or a PNG, and one of the frame's own slots."


class ClusterUnusable(FramegenError):
    """A Dask cluster that cannot be reached, or was lost."""

    code = "cluster-unusable"
    title = "The machines of a cluster cannot be reached, or were lost."
    hint = (
        "Check that scheduler and workers run the same framegen; run the command again to resume."
    )


class InternalError(FramegenError):
    """A mistake in framegen itself."""

    code = "internal"
    title = "framegen itself failed."
    hint = "Please report it with what framegen -vv shows."


class ExtraMissing(FramegenError, ImportError):
    """A part of framegen needs packages that an extra brings."""

    code = "extra-missing"
    title = "A part of framegen is not installed."
    hint = "Install it with the command that the message names."


class AvatarUnwritable(FramegenError):
    """A file that cannot be written."""

    code = "avatar-unwritable"
    title = "The avatar could not be written."
    hint = "Choose a folder that exists, may be written to and has room."


class FolderBusy(AvatarUnwritable):
    """Another batch holds the lock of the folder."""

    code = "folder-busy"
    title = "Another batch is at work in this folder."
    hint = "Wait until it ends, or choose another folder."


class LedgerUnusable(AvatarUnwritable):
    """A batch's ledger that cannot be read or written."""

    code = "ledger-unusable"
    title = "The records of a batch cannot be read or written."
    hint = "Make room on the disk; if it is damaged, choose a new folder and run again."
