"""Finding: something about a frame or an artwork that its designer should know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a designer should mend (an error) or look at (a warning).

    Attributes:
        code: a stable word for programs, such as "window-covered".
        where: the file and the key or element in it: "frames/x/frame.toml: text[0].size".
        message: one sentence: what, the number measured and its bound, what to do.
        is_error: whether the frame cannot be published like this.
    """

    code: str
    where: str
    message: str
    is_error: bool = True


def doubt(code: str, message: str) -> Finding:
    """A warning about an artwork as a whole."""
    return Finding(code, "artwork", message, is_error=False)
