"""The page about the settings says what ``settings.py`` does."""

import re
from dataclasses import fields

from backend.settings import Settings
from tests.house.sources import BACKEND

PAGE = BACKEND.parent / "docs" / "settings.md"
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", re.MULTILINE)


def test_the_table_lists_every_setting_with_its_default():
    documented = {name: default for name, default, _ in ROW.findall(PAGE.read_text("utf-8"))}
    wanted = {
        each.name.upper(): str(each.default).lower()
        if isinstance(each.default, bool)
        else str(each.default)
        for each in fields(Settings)
    }
    assert documented == wanted
    assert list(documented) == list(wanted), "in the order of settings.py"


def test_every_setting_says_what_it_means():
    for name, _, meaning in ROW.findall(PAGE.read_text("utf-8")):
        assert len(meaning) > 10, name


def test_the_settings_are_read_from_the_variables_that_are_listed():
    given = {str: "x", int: "7", bool: "true"}
    for each in fields(Settings):
        if each.name in {"geocoder_kind", "log_level"}:
            continue  # not everything goes
        text = given[type(each.default)]
        read = Settings.from_environment({each.name.upper(): text})
        assert str(getattr(read, each.name)).lower() == text, each.name
