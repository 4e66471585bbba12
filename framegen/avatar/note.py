"""Note: a doubt about an avatar, as a code and in words."""

from enum import StrEnum

from framegen.language import N_


class Note(StrEnum):
    """A doubt about an avatar that a person may want to look at."""

    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    UPSCALED = "upscaled"
    EXTENDED = "extended"
    TURNED = "turned"
    TILTED = "tilted"
    BLURRED = "blurred"
    BAD_PROFILE = "bad-profile"
    TEXT_SHORTENED = "text-shortened"
    TEXT_LEFT_OUT = "text-left-out"

    @property
    def sentence(self) -> str:
        """The doubt in words."""
        return SENTENCES[self]


SENTENCES = {
    Note.NO_FACE: N_("No face was found; the middle of the photo is framed."),
    Note.SEVERAL_FACES: N_("Several faces could be meant; the most prominent one is framed."),
    Note.UPSCALED: N_("The photo is small, the avatar may look soft."),
    Note.EXTENDED: N_("The photo ends inside the frame; its background was extended."),
    Note.TURNED: N_("The photo lay on its side and was turned upright."),
    Note.TILTED: N_("The head is tilted; it can be levelled."),
    Note.BLURRED: N_("The face is out of focus."),
    Note.BAD_PROFILE: N_("The photo's colour profile is broken; usual colours were assumed."),
    Note.TEXT_SHORTENED: N_("A text was too long for the frame and was shortened."),
    Note.TEXT_LEFT_OUT: N_("A text could not be set on the frame and was left out."),
}
