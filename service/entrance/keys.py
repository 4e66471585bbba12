"""Keys: the apps that have a key, known by its hash."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from ..settings import SettingInvalid

VARIABLE = "FRAMEGEN_API_KEYS"
SHA256 = re.compile(r"[0-9a-f]{64}")


def new_key() -> tuple[str, str]:
    """A key of 256 bits, to be shown once, and the hash that stands for it in the settings."""
    key = f"fg_{secrets.token_urlsafe(32)}"
    return key, _hash(key)


@dataclass(frozen=True, slots=True)
class Keys:
    """Who may come with a key; the keys themselves are known to nobody here."""

    # Out of the repr, for a repr ends in logs.
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The keys of a text `name=sha256,name2=sha256`; none of an empty one.

        Raises:
            SettingInvalid: an entry is broken or there twice; it is named by its number only, for
                what stands in the wrong place may be a key.
        """
        names: dict[str, str] = {}
        entries = text.split(",") if text.strip() else []
        for number, entry in enumerate(entries, 1):
            name, _, digest = (part.strip() for part in entry.partition("="))
            digest = digest.lower()
            wrong = _wrong(name, digest, names)
            if wrong:
                raise SettingInvalid(f"{VARIABLE}: entry {number}: {wrong}.")
            names[digest] = name
        return cls(names)

    def find(self, key: str) -> str | None:
        """The name of the app whose key this is."""
        return self.names.get(_hash(key))


def _wrong(name: str, digest: str, names: Mapping[str, str]) -> str:
    """What is wrong with an entry after those before it; empty if nothing is."""
    if not name:
        return "expected a name before the ="
    if not SHA256.fullmatch(digest):
        return f"expected 64 hexadecimal digits after the =, got {len(digest)} characters"
    if name in names.values():
        return "its name is there already"
    if digest in names:
        return "its hash is there already"
    return ""


def _hash(key: str) -> str:
    """The hash of a key: 256 random bits need no slow one."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
