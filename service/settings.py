"""Settings: how the service runs, read once from the FRAMEGEN_* environment variables."""

import dataclasses
import difflib
import ipaddress
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from framegen import DEFAULT_LIMITS
from framegen.language import N_, Message

from .errors import SettingInvalid

PREFIX = "FRAMEGEN_"
MEBIBYTE, MEGAPIXEL = 2**20, 1_000_000
KUBERNETES = N_(" (Kubernetes set it: enableServiceLinks: false)")


def _setting(
    default: Any,  # noqa: ANN401 - whatever the field's type is
    doc: str,
    *,
    least: int = 1,
    most: int | None = None,
    one_of: tuple[str, ...] = (),
    each: Callable[[str], object] | None = None,
) -> Any:  # noqa: ANN401 - as dataclasses.field itself
    """A field with its meaning and its allowed values."""
    metadata = {"doc": doc, "least": least, "most": most, "one_of": one_of, "each": each}
    return dataclasses.field(default=default, metadata=metadata)


def _origin(text: str) -> None:
    """Raise ValueError where a text is no origin such as https://cong-doan.example."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "*" in text:
        raise ValueError
    if text != f"{parts.scheme}://{parts.netloc}" or "@" in text:
        raise ValueError


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; a field's variable is FRAMEGEN_ and its name in capitals."""

    host: str = _setting("127.0.0.1", N_("the address to listen on"))
    port: int = _setting(8000, N_("the port to listen on"), most=65535)
    frames: str = _setting("", N_("a folder of frames; empty for those that came along"))
    max_megabytes: int = _setting(
        DEFAULT_LIMITS.max_bytes // MEBIBYTE, N_("a photo's size"), most=200
    )
    max_megapixels: int = _setting(
        DEFAULT_LIMITS.max_pixels // MEGAPIXEL, N_("a photo's pixels"), most=200
    )
    keep_minutes: int = _setting(10, N_("how long photos and avatars are held"), most=60)
    shelf_megabytes: int = _setting(512, N_("memory for them; beyond it the oldest go first"))
    workers: int = _setting(0, N_("processes that open photos; 0 for one a processor"), least=0)
    worker_megabytes: int = _setting(1536, N_("memory that one of them may ask for"), least=768)
    work_seconds: int = _setting(6, N_("the longest that a photo may take"), most=60)
    waiting: int = _setting(24, N_("requests that wait for a worker; more get 503"))
    reading: int = _setting(256, N_("slow uploads that may be under way at once"))
    reading_megabytes: int = _setting(256, N_("memory for all uploads under way"))
    body_seconds: int = _setting(25, N_("the longest that an upload may take"), most=600)
    head_seconds: int = _setting(10, N_("the longest that a request's headers may take"), most=600)
    drain_seconds: int = _setting(
        0,
        N_("on SIGTERM, how long /readyz fails before the port closes"),
        least=0,
        most=600,
    )
    per_minute: int = _setting(
        600, N_("photos that one client may send a minute; 0 for any number"), least=0
    )
    key_per_minute: int = _setting(6000, N_("the same for an app with a key"), least=0)
    api_keys: str = _setting("", N_("apps with a key: name=hash,name=hash; see --new-key"))
    trusted_proxies: tuple[str, ...] = _setting(
        (),
        N_("addresses or networks whose X-Forwarded-For is believed"),
        each=ipaddress.ip_network,
    )
    origins: tuple[str, ...] = _setting(
        (), N_("other sites whose pages may call the API: https://..."), each=_origin
    )
    metrics_host: str = _setting("127.0.0.1", N_("the address for Prometheus"))
    metrics_port: int = _setting(0, N_("the port for Prometheus; 0 for none"), least=0, most=65535)
    log_level: str = _setting(
        "info", N_("how much is logged"), one_of=("debug", "info", "warning", "error")
    )

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """The settings of an environment.

        Raises:
            SettingInvalid: a name is misspelt, a value is wrong, or two contradict each other.
        """
        known = {variable_of(field.name): field for field in dataclasses.fields(cls)}
        values = {}
        for variable, text in env.items():
            if variable in known:
                values[known[variable].name] = _value(variable, text, known[variable])
            elif variable.startswith(PREFIX):
                _check_typo(variable, known)
        settings = cls(**values)  # type: ignore[arg-type]
        settings.check()
        return settings

    def check(self) -> None:
        """Raise SettingInvalid where two settings contradict each other."""
        if self.shelf_megabytes < self.max_megabytes:
            raise SettingInvalid(
                "FRAMEGEN_SHELF_MEGABYTES: {value} would not hold one photo of "
                "FRAMEGEN_MAX_MEGABYTES, {photo}.",
                value=self.shelf_megabytes,
                photo=self.max_megabytes,
            )
        if self.reading_megabytes <= self.max_megabytes:
            raise SettingInvalid(
                "FRAMEGEN_READING_MEGABYTES: {value} would not hold one upload of "
                "FRAMEGEN_MAX_MEGABYTES, {photo}.",
                value=self.reading_megabytes,
                photo=self.max_megabytes,
            )
        if self.metrics_port == self.port:
            raise SettingInvalid("FRAMEGEN_METRICS_PORT: it is the port of the service itself.")
        if self.frames and not Path(self.frames).is_dir():
            raise SettingInvalid('FRAMEGEN_FRAMES: "{folder}" is no folder.', folder=self.frames)

    @property
    def worker_count(self) -> int:
        """How many processes open photos."""
        return self.workers or processors()


def variable_of(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def processors() -> int:
    """The processors that this process may use, a container's quota included (cgroup v2)."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota = Path("/sys/fs/cgroup/cpu.max")
    limit, period = (quota.read_text().split() if quota.is_file() else ("max", "1"))[:2]
    if limit == "max":
        return allowed or 1
    return max(1, min(allowed or 1, math.ceil(int(limit) / int(period))))


def _check_typo(variable: str, known: Mapping[str, object]) -> None:
    """Refuse a name next to a known one; Kubernetes sets others that begin with FRAMEGEN_."""
    near = difflib.get_close_matches(variable, known, 1, 0.9)
    if near:
        raise SettingInvalid(
            "{variable}: there is no such setting; did you mean {near}?",
            variable=variable,
            near=near[0],
        )


def _value(variable: str, text: str, field: "dataclasses.Field[Any]") -> object:
    """A variable's text as its field's type."""
    text = text.strip()
    if field.type is int:
        return _number(variable, text, field.metadata)
    if field.type is str:
        one_of = field.metadata["one_of"]
        if one_of and text not in one_of:
            raise SettingInvalid(
                '{variable}: expected {choices}, got "{text}".',
                variable=variable,
                choices=one_of,
                text=text,
            )
        return text
    entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
    check = field.metadata["each"]
    for entry in entries if check else ():
        try:
            check(entry)
        except ValueError:
            raise SettingInvalid(
                '{variable}: "{entry}" makes no sense here.', variable=variable, entry=entry
            ) from None
    return entries


def _number(variable: str, text: str, metadata: Mapping[str, Any]) -> int:
    try:
        number = int(text)
    except ValueError:
        raise SettingInvalid(
            '{variable}: expected a whole number, got "{text}"{reason}.',
            variable=variable,
            text=text,
            reason=Message(KUBERNETES) if text.startswith("tcp://") else "",
        ) from None
    least, most = metadata["least"], metadata["most"]
    if number < least:
        raise SettingInvalid(
            "{variable}: expected {least} or more, got {number}.",
            variable=variable,
            least=least,
            number=number,
        )
    if most is not None and number > most:
        raise SettingInvalid(
            "{variable}: expected {most} or less, got {number}.",
            variable=variable,
            most=most,
            number=number,
        )
    return number
