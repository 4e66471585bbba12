"""Settings: each variable is read, and one that makes no sense is named."""

import dataclasses

import pytest

from service.settings import SettingInvalid, Settings

FIELDS = dataclasses.fields(Settings)
each_setting = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
each_number = pytest.mark.parametrize(
    "variable", [f"FRAMEGEN_{field.name.upper()}" for field in FIELDS if field.type is int]
)


def test_without_variables_the_defaults_hold():
    assert Settings.from_env({}) == Settings()
    assert (Settings().host, Settings().port) == ("127.0.0.1", 8000)
    assert (Settings().max_megabytes, Settings().max_megapixels) == (20, 50)


@each_setting
def test_each_setting_is_read_from_its_own_variable(field):
    text, value = ("7", 7) if field.type is int else ("somewhere", "somewhere")
    settings = Settings.from_env({f"FRAMEGEN_{field.name.upper()}": text})
    assert settings == dataclasses.replace(Settings(), **{field.name: value})


@each_setting
def test_each_setting_says_what_it_is_for(field):
    assert field.metadata["doc"]


def test_variables_of_others_are_not_read():
    assert Settings.from_env({"PORT": "1", "framegen_port": "2", "FRAMEGEN_POTR": "3"}) == (
        Settings()
    )


@each_number
@pytest.mark.parametrize("text", ["abc", "", "1.5", "1e3", "0", "-1", "ten", "0x10", "nan"])
def test_a_number_that_makes_no_sense_is_named(variable, text):
    with pytest.raises(SettingInvalid, match=rf"^{variable}: expected .*, got .*\.$"):
        Settings.from_env({variable: text})


def test_a_port_that_no_machine_has_is_named():
    with pytest.raises(SettingInvalid, match=r"^FRAMEGEN_PORT: "):
        Settings.from_env({"FRAMEGEN_PORT": "65536"})


def test_settings_stay_as_they_were_read():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1
