"""Keys: the apps that have an API key, known by its hash."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from framegen.language import N_, Message

from ..errors import SettingInvalid

VARIABLE = "FRAMEGEN_API_KEYS"
SHA256 = re.compile(r"[0-9a-f]{64}")


def new_key() -> tuple[str, str]:
    """A key of 256 bits, to be shown once, and its hash for the settings."""
    key = f"fg_{secrets.token_urlsafe(32)}"
    return key, _hash(key)


@dataclass(frozen=True, slots=True)
class Keys:
    """Names of apps by the hashes of their keys; the keys themselves are stored nowhere."""

    # Not in the repr, which may end up in logs.
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The keys of a text `name=sha256,name2=sha256`; none of an empty one.

        Raises:
            SettingInvalid: an entry is malformed or there twice. The message has only its number,
                since a misplaced text may be a key.
        """
        names: dict[str, str] = {}
        entries = text.split(",") if text.strip() else []
        for number, entry in enumerate(entries, 1):
            name, _, digest = (part.strip() for part in entry.partition("="))
            digest = digest.lower()
            reason = _wrong(name, digest, names)
            if reason:
                raise SettingInvalid(
                    "{variable}: entry {number}: {reason}.",
                    variable=VARIABLE,
                    number=number,
                    reason=reason,
                )
            names[digest] = name
        return cls(names)

    def find(self, key: str) -> str | None:
        """The name of the app whose key this is."""
        return self.names.get(_hash(key))


def _wrong(name: str, digest: str, names: Mapping[str, str]) -> Message | None:
    """What is wrong with an entry after those before it."""
    if not name:
        return Message("expected a name before the =")
    if not SHA256.fullmatch(digest):
        text = N_("expected 64 hexadecimal digits after the =, got {count} characters")
        return Message(text, {"count": len(digest)})
    if name in names.values():
        return Message("its name is there already")
    return Message("its hash is there already") if digest in names else None


def _hash(key: str) -> str:
    """The hash of a key; 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
