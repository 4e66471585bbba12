"""Settings: each variable is read, and a wrong one is named."""

import dataclasses
import os
import re

import pytest

import service.settings
from framegen import DEFAULT_LIMITS
from service.app import create_app
from service.settings import SettingInvalid, Settings, processors, variable_of
from tests.support.places import ROOT

FIELDS = dataclasses.fields(Settings)
each_setting = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
NUMBERS = [field for field in FIELDS if field.type is int]
each_number = pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
TEXTS = {
    "host": ("0.0.0.0", "0.0.0.0"),
    "frames": (str(ROOT / "frames"), str(ROOT / "frames")),
    "api_keys": ("portal=12", "portal=12"),
    "trusted_proxies": (" 10.0.0.0/8 , ::1,", ("10.0.0.0/8", "::1")),
    "origins": (
        "https://a.example,http://b.example:8080",
        ("https://a.example", "http://b.example:8080"),
    ),
    "metrics_host": ("::", "::"),
    "log_level": ("error", "error"),
}


def test_without_variables_the_defaults_hold():
    assert Settings.from_env({}) == Settings()
    assert (Settings().host, Settings().port) == ("127.0.0.1", 8000)
    assert Settings().max_megabytes * 2**20 == DEFAULT_LIMITS.max_bytes
    assert Settings().max_megapixels * 1_000_000 == DEFAULT_LIMITS.max_pixels


@each_setting
def test_each_setting_is_read_from_its_own_variable(field):
    value = field.default + 1 if field in NUMBERS else None
    text, value = TEXTS.get(field.name, (f" {value} ", value))
    settings = Settings.from_env({variable_of(field.name): text})
    assert value != field.default
    assert settings == dataclasses.replace(Settings(), **{field.name: value})


@each_setting
def test_each_setting_says_what_it_is_for(field):
    assert field.metadata["doc"]


def test_variables_of_others_are_not_read():
    assert Settings.from_env({"PORT": "1", "framegen_port": "2"}) == Settings()


@pytest.mark.parametrize(
    "variable",
    ["SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP", "PORT_8000_TCP", "PORT_8000_TCP_ADDR"],
)
def test_what_kubernetes_adds_is_no_typing_error(variable):
    assert Settings.from_env({f"FRAMEGEN_{variable}": "tcp://10.0.0.1:8000"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("FRAMEGEN_POTR", "FRAMEGEN_PORT"),
        ("FRAMEGEN_MAX_MEGABYTE", "FRAMEGEN_MAX_MEGABYTES"),
        ("FRAMEGEN_API_KEY", "FRAMEGEN_API_KEYS"),
        ("FRAMEGEN_TRUSTED_PROXY", "FRAMEGEN_TRUSTED_PROXIES"),
    ],
)
def test_a_typing_error_in_a_name_is_named(variable, meant):
    with pytest.raises(SettingInvalid, match=rf"^{variable}: .* did you mean {meant}\?$"):
        Settings.from_env({variable: "1"})


@each_number
@pytest.mark.parametrize("text", ["abc", "", "1.5", "1e3", "-1", "ten", "0x10", "nan", "9" * 5000])
def test_a_number_that_makes_no_sense_is_named(field, text):
    with pytest.raises(
        SettingInvalid, match=rf"^{variable_of(field.name)}: expected .*, got .*\.$"
    ):
        Settings.from_env({variable_of(field.name): text})


@each_number
def test_a_number_is_bounded(field):
    least, most = field.metadata["least"], field.metadata["most"]
    assert least <= field.default
    assert least in {0, 1, 768}
    for beyond in [least - 1] + ([] if most is None else [most + 1]):
        with pytest.raises(SettingInvalid, match=rf"^{variable_of(field.name)}: "):
            Settings.from_env({variable_of(field.name): str(beyond)})


def test_what_kubernetes_sets_is_explained():
    with pytest.raises(SettingInvalid, match=r"^FRAMEGEN_PORT: .*enableServiceLinks: false"):
        Settings.from_env({"FRAMEGEN_PORT": "tcp://10.0.0.1:8000"})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("FRAMEGEN_LOG_LEVEL", "loud"),
        ("FRAMEGEN_LOG_LEVEL", "INFO"),
        ("FRAMEGEN_TRUSTED_PROXIES", "*"),
        ("FRAMEGEN_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("FRAMEGEN_TRUSTED_PROXIES", "::1,10.0.0.300"),
        ("FRAMEGEN_ORIGINS", "*"),
        ("FRAMEGEN_ORIGINS", "https://*.example"),
        ("FRAMEGEN_ORIGINS", "https://a.example/"),
        ("FRAMEGEN_ORIGINS", "a.example"),
        ("FRAMEGEN_ORIGINS", "https://"),
        ("FRAMEGEN_ORIGINS", "https://u@a.example"),
        ("FRAMEGEN_ORIGINS", "ftp://a.example"),
        ("FRAMEGEN_ORIGINS", "null"),
        ("FRAMEGEN_FRAMES", "/nowhere"),
    ],
)
def test_a_text_that_makes_no_sense_is_named(variable, text):
    with pytest.raises(SettingInvalid, match=rf"^{variable}: .*{re.escape(text[-7:])}.*\.$"):
        Settings.from_env({variable: text})


@pytest.mark.parametrize(
    ("variable", "settings"),
    [
        ("FRAMEGEN_SHELF_MEGABYTES", {"shelf_megabytes": 10}),
        ("FRAMEGEN_METRICS_PORT", {"port": 9000, "metrics_port": 9000}),
        ("FRAMEGEN_FRAMES", {"frames": __file__}),
    ],
)
def test_contradicting_settings_are_named(variable, settings):
    with pytest.raises(SettingInvalid, match=rf"^{variable}: "):
        Settings(**settings).check()
    with pytest.raises(SettingInvalid, match=rf"^{variable}: "):
        create_app(Settings(**settings))


class TestProcessors:
    @pytest.mark.parametrize(
        ("quota", "count"),
        [("max 100000", 8), ("150000 100000", 2), ("50000 100000", 1), ("9900000 100000", 8)],
    )
    def test_are_those_of_the_container(self, monkeypatch, tmp_path, quota, count):
        (tmp_path / "cpu.max").write_text(f"{quota}\n")
        monkeypatch.setattr(service.settings, "Path", lambda _path: tmp_path / "cpu.max")
        monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(8)))
        assert processors() == count

    def test_are_those_of_the_machine_without_one(self, monkeypatch, tmp_path):
        monkeypatch.setattr(service.settings, "Path", lambda _path: tmp_path / "none")
        assert processors() == len(os.sched_getaffinity(0))

    def test_give_the_workers_where_nothing_else_was_said(self):
        assert Settings().worker_count == processors()
        assert Settings(workers=7).worker_count == 7


def test_a_port_that_no_machine_has_is_named():
    with pytest.raises(SettingInvalid, match=r"^FRAMEGEN_PORT: "):
        Settings.from_env({"FRAMEGEN_PORT": "65536"})


def test_limits_of_a_photo_are_the_librarys():
    assert Settings().max_megabytes * 2**20 == DEFAULT_LIMITS.max_bytes
    assert Settings().max_megapixels * 1_000_000 == DEFAULT_LIMITS.max_pixels


def test_settings_stay_as_they_were_read():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1
