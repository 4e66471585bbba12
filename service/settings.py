"""Settings: how the service runs, read from FRAMEGEN_* once and then fixed."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


class SettingInvalid(ValueError):
    """A setting makes no sense; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen value; each field's environment variable is FRAMEGEN_ and its name in capitals."""

    host: str = field(default="127.0.0.1", metadata={"doc": "the address to listen on"})
    port: int = field(
        default=8000, metadata={"doc": "the port to listen on", "least": 1, "most": 65535}
    )
    frames: str = field(default="", metadata={"doc": "a folder of frames; empty for ours"})
    max_megabytes: int = field(default=20, metadata={"doc": "a photo's size", "least": 1})
    max_megapixels: int = field(default=50, metadata={"doc": "a photo's pixels", "least": 1})
    keep_minutes: int = field(
        default=10, metadata={"doc": "how long an avatar can be fetched", "least": 1}
    )
    shelf_megabytes: int = field(
        default=200, metadata={"doc": "memory for avatars; the oldest go first", "least": 1}
    )

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """The settings of an environment.

        Raises:
            SettingInvalid: a value is no number or out of range.
        """
        values: dict[str, str | int] = {}
        for known in dataclasses.fields(cls):
            variable = f"FRAMEGEN_{known.name.upper()}"
            if variable not in env:
                continue
            text = env[variable]
            values[known.name] = (
                _number(variable, text, known.metadata) if known.type is int else text
            )
        return cls(**values)  # type: ignore[arg-type]


def _number(variable: str, text: str, metadata: Mapping[str, int]) -> int:
    try:
        number = int(text)
    except ValueError:
        raise SettingInvalid(f'{variable}: expected a whole number, got "{text}".') from None
    if number < metadata["least"]:
        raise SettingInvalid(f"{variable}: expected {metadata['least']} or more, got {number}.")
    if number > metadata.get("most", number):
        raise SettingInvalid(f"{variable}: expected {metadata['most']} or less, got {number}.")
    return number
