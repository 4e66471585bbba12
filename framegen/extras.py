"""Extras: the packages that parts of framegen need, and what to install where they are missing."""

import importlib.util

from framegen.errors import ExtraMissing

# What each extra of pyproject.toml brings, by the names that are imported.
EXTRAS = {
    "cli": ("click", "rich"),
    "office": ("jinja2", "pebble", "python_calamine", "rapidfuzz", "xlsxwriter", "zipstream"),
    "service": (
        "click",
        "fastapi",
        "h11",
        "jinja2",
        "limits",
        "python_multipart",
        "pebble",
        "prometheus_client",
        "rich",
        "structlog",
        "uvicorn",
    ),
    "cluster": ("bokeh", "distributed"),
    "url": ("fsspec", "s3fs"),
    "parquet": ("pyarrow",),
}


def missing_from(extra: str) -> list[str]:
    """The packages of an extra that are not installed, by the names that are imported."""
    return [name for name in EXTRAS[extra] if importlib.util.find_spec(name) is None]


def require(extra: str) -> None:
    """Check that an extra is installed, before anything of it is imported.

    Raises:
        ExtraMissing: names what is missing and the command that installs it.
    """
    if missing := missing_from(extra):
        raise ExtraMissing(
            "This needs packages that are not installed ({packages}); "
            'run: pip install "framegen[{extra}]"',
            packages=missing,
            extra=extra,
        )
