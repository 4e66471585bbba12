"""Finding: something about a frame or an artwork that its designer should know."""

from dataclasses import dataclass

from framegen.language import SOURCE, Message

# Where a finding is about an artwork as a whole.
ARTWORK = "artwork"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a designer must fix (an error) or should look at (a warning).

    Attributes:
        code: a stable word for programs, such as "window-covered".
        where: the file and the key or element in it: "frames/x/frame.toml: text[0].size".
        message: what is wrong, the number measured and its bound, what to do; its values apart.
        is_error: whether the frame cannot be published like this.
    """

    code: str
    where: str
    message: Message
    is_error: bool = True

    def sentence(self, language: str = SOURCE) -> str:
        """The message in a language, to be read after `where`: without it, and capitalised."""
        words = self.message.render(language).removeprefix(f"{self.where}: ")
        return words[:1].upper() + words[1:]


def error(code: str, where: str, text: str, /, **values: object) -> Finding:
    """A finding that keeps a frame from being published; its text has {names} for the values."""
    return Finding(code, where, Message(text, values))


def warning(code: str, where: str, text: str, /, **values: object) -> Finding:
    """A finding to look at; its text has {names} for the values."""
    return Finding(code, where, Message(text, values), is_error=False)
