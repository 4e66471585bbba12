"""Language: Vietnamese or English, as the machine of whoever reads is set."""

import locale
from collections.abc import Mapping
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

# Our own word first, then POSIX's, in its order (Base Definitions, 8.2).
VARIABLES = ("FRAMEGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def usual_language(environment: Mapping[str, str]) -> Language:
    """Vietnamese where the environment, or on Windows the region, is Vietnamese; else English."""
    told = next((value for name in VARIABLES if (value := environment.get(name))), None)
    if told is None:
        told = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return "vi" if told.lower().startswith("vi") else "en"
