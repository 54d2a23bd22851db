"""What the tables promise, and what none of them may ever hold."""

import re

import pytest
from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from backend.app import create_app
from backend.db import Base
from backend.db.constraints import _facts as facts_of_constraints
from backend.settings import Settings
from backend.web.documents import contract_of
from tests.house.sources import facts

BETRAYALS = (
    "price", "prices", "fee", "fees", "cost", "costs", "deposit", "currency", "credit", "credits",
    "payment", "pay", "paid", "invoice", "money", "charge", "tariff",
    "score", "scores", "rating", "ratings", "rank", "stars", "badge", "badges", "points", "level",
    "karma", "reputation", "attendance", "eligible", "eligibility", "assessment", "risk",
    "admin", "admins", "administrator", "staff", "moderator", "coordinator", "provider",
    "client", "clients", "beneficiary", "volunteer", "case", "referral",
)  # fmt: skip
"""Spaces are free, nobody is measured, and nobody is in between (design, section 1)."""

CANNOT_BE_BROKEN_FROM_OUTSIDE = {
    "whoever_left_is_forgotten": "leaving empties all of it in one statement",
    "a_home_has_both_coordinates": "a point has both or is null in the schema",
    "people_have_their_firebase_uid_alone": "looked for first, under an advisory lock",
    "one_signing_key_signs": "keys are made and rotated under a lock",
    "nobody_is_told_twice": "ON CONFLICT DO NOTHING",
    "whoever_adds_an_email_is_known": "written by the one function that makes codes",
    "codes_are_tried_five_times_at_most": "the row is locked and looked at first",
    "a_person_adds_one_email_at_a_time": "the older code is deleted under the same lock",
    "an_address_has_one_live_code": "the older code is deleted under the same lock",
    "longitude_is_on_earth": "held by the schema",
    "latitude_is_on_earth": "held by the schema",
    "lengths_make_sense": "TermsDoNotFit says so first",
    "capacity_is_positive": "held by the schema",
    "shared_needs_a_capacity": "SharedNeedsACapacity says so first",
    "terms_are_not_negative": "held by the schema",
    "spaces_number_key": "PostgreSQL counts these",
    "bookings_number_key": "PostgreSQL counts these",
    "a_booking_brings_people": "held by the schema",
    "a_booking_leaves_one_note": "a second takes the place of the first",
    "a_booking_takes_time": "WindowUpsideDown says so first",
    "a_series_takes_time_and_people": "held by the schema",
    "a_wait_is_for_people": "held by the schema",
    "a_wait_is_for_some_time": "WindowUpsideDown says so first",
    "an_offer_opens_and_closes": "written together",
    "a_date_of_a_series_says_which": "written together",
    "a_calendar_has_its_address_alone": "no two of 2 to the power of 256 are alike",
    "a_closure_takes_time": "ClosureNotAhead says so first",
    "an_occupancy_takes_time": "a booking takes time",
    "an_opening_lets_people_in": "held by the schema",
    "an_opening_lasts_a_day_at_most": "two times on a clock are no further apart",
    "an_opening_takes_time": "an opening ends on a clock after it begins",
    "an_opening_has_each_date_once": "written under the lock of the house, after looking",
    "opening_dates_number_key": "PostgreSQL counts these",
    "one_knocks_once": "looked for first, under the lock of the house",
    "a_guest_is_welcome_once": "ON CONFLICT DO NOTHING",
    "nobody_blocks_themself": "PersonNotFound says so first",
    "a_post_is_on_earth_north_to_south": "held by the schema",
    "a_post_is_on_earth_east_to_west": "held by the schema",
    "a_post_is_for_some_time": "EndsBeforeItStarts says so first",
    "a_post_that_repeats_says_from_when": "held by the schema",
    "a_post_that_was_opened_runs_out": "written together",
    "a_post_that_is_over_ended_once": "written together",
    "a_date_is_one_of_the_quantity": "the quantity is counted from the dates",
    "an_offer_or_need_is_about_something": "held by the schema",
    "held_never_exceeds_quantity": "counted first, under the lock of the post",
    "a_need_is_rallied_for_once": "looked for first, under the lock of the post",
    "nobody_promises_twice": "looked for first, under the lock of the post",
    "a_promise_is_of_something": "held by the schema",
    "a_promise_is_for_some_time": "TimeNotPossible says so first",
    "a_live_promise_has_a_clock": "written together",
    "a_claim_says_something": "written together",
    "a_date_is_promised_once_each": "the quantity is counted from the dates",
    "a_thing_is_talked_about_in_one_place": "ON CONFLICT DO NOTHING",
    "a_shared_place_is_a_point": "held by the schema",
    "a_boundary_is_kept_as_given_and_as_searched": "written together",
    "a_neighbourhood_is_there_for_all_to_see": "held by the schema",
    "a_term_takes_time": "a term is half a year",
    "one_stands_once": "looked for first, under the lock of the group",
    "a_vote_that_opens_says_when_it_closes": "written together",
    "words_of_a_group_have_their_address_alone": "no two of 2 to the power of 128 are alike",
    "a_draw_fills_seats": "held by the schema",
    "a_meeting_takes_time": "held by the schema",
    "nobody_asks_to_join_twice": "looked for first, with the person locked",
    "whoever_is_asked_alone_is_known": "held by the schema",
    "a_street_is_asked_by_its_cell": "held by the schema",
    "messages_are_numbered_in_order": "numbered under the lock of the conversation",
}
"""Constraints that no request can break, and why; all others are facts (``breaking``)."""

WALL_TIMES = {
    "series.first": "what the clock at the place shows, no zone on purpose",
    "posts.first": "as above",
    "meetings.first": "as above",
}
GOES_WITH_ITS_WHOLE = {"skipped_dates": "a note of a series, and nothing without it"}
GUARDS = CheckConstraint | UniqueConstraint | ExcludeConstraint
TABLES = Base.metadata.sorted_tables


def guards() -> list[str]:
    """Return the names of all constraints but keys."""
    found: list[str] = []
    for table in TABLES:
        found += [str(each.name) for each in table.constraints if isinstance(each, GUARDS)]
        found += [str(index.name) for index in table.indexes if index.unique]
    return found


def words(name: str) -> set[str]:
    """Return the words of a name, however they are joined."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("-", "_").split("_"))


def test_every_constraint_is_a_fact_or_cannot_be_broken():
    facts()  # All rooms are in the house now, with what they say of their constraints.
    assert set(guards()) - set(facts_of_constraints) == set(CANNOT_BE_BROKEN_FROM_OUTSIDE)
    assert set(facts_of_constraints) <= set(guards()), "a fact for a constraint that is gone"


def test_constraints_are_named_as_sentences():
    for name in guards():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+|[a-z_]+_number_key", name), name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_plural_and_keeps_its_promises_plainly(table: Table):
    assert table.name.endswith("s") or table.name in {"people", "known_here"}
    for each in table.constraints:
        if isinstance(each, ForeignKeyConstraint):
            assert each.onupdate is None, "ids never change"
            goes_along = each.ondelete is not None
            assert goes_along == (table.name in GOES_WITH_ITS_WHOLE), "say where it goes"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_instants_know_where_they_are_and_are_named_so(table: Table):
    for column in table.columns:
        is_wall_time = f"{table.name}.{column.name}" in WALL_TIMES
        if isinstance(column.type, DateTime) and not is_wall_time:
            assert column.type.timezone, column.name
            assert column.name.endswith(("_at", "_by", "_until")), column.name
        assert column.server_default is None or column.autoincrement, column.name
        assert column.onupdate is None, column.name


def test_nothing_that_would_betray_us_is_in_any_table():
    for table in TABLES:
        for column in table.columns:
            assert not words(column.name) & set(BETRAYALS), f"{table.name}.{column.name}"
        assert not words(table.name) & set(BETRAYALS), table.name


def test_nothing_that_would_betray_us_is_in_the_contract():
    document = contract_of(create_app(Settings(database_url="postgresql+psycopg://no/where")))
    for name, schema in document["components"]["schemas"].items():
        for field, facts_of_it in schema.get("properties", {}).items():
            assert not words(field) & set(BETRAYALS), f"{name}.{field}"
            for value in facts_of_it.get("enum", []):
                assert not words(str(value)) & set(BETRAYALS), f"{name}.{field}: {value}"
    for path, methods in document["paths"].items():
        assert not set().union(*(words(part) for part in path.split("/"))) & set(BETRAYALS), path
        for operation in methods.values():
            if isinstance(operation, dict):
                for each in operation.get("parameters", []):
                    assert not words(each.get("name", "")) & set(BETRAYALS), path
    for code in document["x-codes"]:
        assert not words(code) & set(BETRAYALS), code
