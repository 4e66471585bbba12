"""Note: what a person should check about an avatar, as a code and as a sentence."""

from collections.abc import Mapping
from enum import StrEnum

from framegen.language import N_, Message


class Note(StrEnum):
    """Something about an avatar that a person should check; the most serious notes come first."""

    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    TURNED = "turned"
    BLURRED = "blurred"
    TEXT_LEFT_OUT = "text-left-out"
    TEXT_SHORTENED = "text-shortened"
    TILTED = "tilted"
    UPSCALED = "upscaled"
    EXTENDED = "extended"
    BAD_PROFILE = "bad-profile"

    @property
    def sentence(self) -> str:
        """The note as an English sentence."""
        return SENTENCES[self]

    @property
    def message(self) -> Message:
        """The note, to be rendered in any language."""
        return Message(SENTENCES[self])


SENTENCES: Mapping[Note, str] = {
    Note.NO_FACE: N_("No face was found; the middle of the photo is framed."),
    Note.SEVERAL_FACES: N_("Several faces could be meant; the most prominent one is framed."),
    Note.TURNED: N_("The photo lay on its side and was turned upright."),
    Note.BLURRED: N_("The face is out of focus."),
    Note.TEXT_LEFT_OUT: N_("A text could not be set on the frame and was left out."),
    Note.TEXT_SHORTENED: N_("A text was too long for the frame and was shortened."),
    Note.TILTED: N_("The head is tilted; it can be levelled."),
    Note.UPSCALED: N_("The photo is small, the avatar may look soft."),
    Note.EXTENDED: N_("The photo ends inside the frame; its background was extended."),
    Note.BAD_PROFILE: N_("The photo's colour profile is broken; usual colours were assumed."),
}

# Notes on what may be wrong with a person's avatar; the others are remarks on quality.
SERIOUS = frozenset(
    {
        *(Note.NO_FACE, Note.SEVERAL_FACES, Note.TURNED, Note.BLURRED),
        *(Note.TEXT_LEFT_OUT, Note.TEXT_SHORTENED),
    }
)
