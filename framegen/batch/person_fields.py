"""PersonFields: which fields of Person name templates, text slots and tables follow."""

import dataclasses

from framegen.staff.people import Person

PERSON_FIELDS = tuple(field.name for field in dataclasses.fields(Person))
# What the list says about the person, as opposed to where the row and the photo are.
TEXT_FIELDS = tuple(name for name in PERSON_FIELDS if name not in {"row", "photo"})


def values_of(person: Person) -> dict[str, int | str]:
    """A person's fields by name."""
    return {name: getattr(person, name) for name in PERSON_FIELDS}


def texts_of(person: Person) -> dict[str, str]:
    """The fields that may be written on an avatar or into its name."""
    return {name: getattr(person, name) for name in TEXT_FIELDS}
