"""Operating: what runs the service: its settings, metrics and calls."""

import dataclasses

from docs.tables.markdown import table
from service.app import create_app
from service.settings import Settings, variable_of


def settings() -> str:
    """Every setting of the service: its variable, default, range and meaning."""
    rows = []
    for field in dataclasses.fields(Settings):
        default = field.default if field.default not in ("", ()) else "-"
        rows.append(
            (
                f"`{variable_of(field.name)}`",
                f"`{default}`" if default != "-" else "-",
                _range(field),
                str(field.metadata["doc"]),
            )
        )
    return table(("variable", "default", "range", "meaning"), rows)


def _range(field: "dataclasses.Field[object]") -> str:
    if field.metadata["one_of"]:
        return ", ".join(field.metadata["one_of"])
    if field.type is not int:
        return ""
    least, most = field.metadata["least"], field.metadata["most"]
    return f"{least} to {most}" if most is not None else f"from {least}"


def metrics() -> str:
    """Every metric of the service with its labels."""
    registry = create_app(Settings()).state.metrics._registry
    rows = []
    # The names of labels are nowhere public while nothing has been counted.
    for collector in registry._collector_to_names:
        labels = ",".join(collector._labelnames)
        name = collector._name + ("_total" if collector._type == "counter" else "")
        shown = f"`{name}{{{labels}}}`" if labels else f"`{name}`"
        if collector._type != "info":
            rows.append((shown, collector._type, collector._documentation))
    return table(("metric", "type", "meaning"), rows)


def calls() -> str:
    """Every call of the HTTP API, from its OpenAPI description."""
    rows = []
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        for method, call in methods.items():
            statuses = ", ".join(call["responses"])
            rows.append((f"`{method.upper()} {path}`", call["summary"], statuses))
    return table(("call", "what it does", "statuses"), rows)
