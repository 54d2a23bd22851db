"""Whatever people write in, it can be read by others."""

import pytest
from marshmallow import ValidationError

from backend.kernel.letters import MOST_MARKS
from backend.web.fields import Text


@pytest.mark.parametrize("nothing", ["\u200b\u200b", "\u3164", "\u200d \u2800", "\u0301"])
def test_what_shows_nothing_says_nothing(nothing):
    with pytest.raises(ValidationError, match="Nothing of it can be seen"):
        Text(max_length=80).deserialize(nothing)
    with pytest.raises(ValidationError, match="Nothing of it can be seen"):
        Text(max_length=80, min_length=0).deserialize(nothing)


def test_marks_that_run_over_other_lines_are_refused():
    piled = "a" + "\u0338" * (MOST_MARKS + 1)
    with pytest.raises(ValidationError, match="marks"):
        Text(max_length=80).deserialize(piled)


@pytest.mark.parametrize(
    "words", ["نادي الشاي", "Щедрик", "\u1e92\u0302o", "👩\u200d🌾", "ক্ষুদ্র", "ผู้ใหญ่", "7"]
)
def test_every_script_is_kept_as_it_is_written(words):
    assert Text(max_length=80).deserialize(words) == words


def test_a_text_that_may_be_empty_may_be_empty():
    assert Text(max_length=80, min_length=0).deserialize("  ") == ""
