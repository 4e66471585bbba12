"""What a build does besides copying files: it compiles the catalogues of words."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """Writes the .mo beside each .po, for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Compile, before any file is gathered."""
        del version, build_data
        compile_catalogues(Path(self.root) / "framegen/language")


def compile_catalogues(folder: Path) -> None:
    """Write each catalogue as programs read it, whole or not at all."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name)
        part = source.with_suffix(".part")
        with part.open("wb") as stream:
            write_mo(stream, catalogue)
        part.replace(source.with_suffix(".mo"))
