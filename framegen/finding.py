"""Finding: something about a frame or an artwork that its designer should know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What a designer should know.

    Attributes:
        code: a stable word for programs, such as "several-holes".
        message: one sentence with the numbers and what to do.
        is_error: whether it makes the frame unusable.
        where: the key or element that it is about.
    """

    code: str
    message: str
    is_error: bool = False
    where: str = ""
