"""Posting over HTTP: three words are enough, a draft first if one likes, and what others see."""

import json
from datetime import timedelta

import pytest

from backend.posts.categories import Category

HERE = {"latitude": 53.9231, "longitude": -3.0154}
SOUP = {"kind": "offer", "way": "give", "category": "food", "title": "Soup", "place": HERE}


@pytest.fixture
def ada(neighbour):
    return neighbour("Ada Byron", languages=["en"])


@pytest.fixture
def bob(neighbour):
    return neighbour("Bob Hale")


def posted(who, **facts):
    answer = who.post("/v1/posts", {**SOUP, **facts})
    assert answer.status_code == 201, answer.json
    return answer


def test_kind_title_and_home_are_enough(ada):
    ada.patch("/v1/me", {"home": HERE}, if_match=ada.get("/v1/me"))
    post = ada.post("/v1/posts", {"kind": "need", "title": "A hand with my shopping"})
    assert post.status_code == 201
    assert (post.json["way"], post.json["category"], post.json["language"]) == ("do", "other", "en")
    assert (post.json["state"], post.json["quantity"], post.json["left"]) == ("open", 1, 1)
    assert post.json["open_until"] == "2026-03-15T10:00:00Z"
    assert post.json["next"] == {"at": "2026-03-15T10:00:00Z", "becomes": "expired"}
    assert post.json["says"] == "Wanted until Sunday 15 March, 10:00."
    assert post.json["place"]["exact"] == HERE


def test_what_is_to_be_done_with_it_is_what_is_usual_where_nobody_says(ada):
    for kind, category, way in (
        ("offer", "tools", "lend"),
        ("need", "food", "give"),
        ("need", "company", "together"),
        ("offer", "garden", "do"),
    ):
        said = {"kind": kind, "title": "Something", "category": category, "place": HERE}
        assert ada.post("/v1/posts", said).json["way"] == way


def test_who_has_said_no_home_says_where_it_is(ada):
    answer = ada.post("/v1/posts", {"kind": "need", "title": "A hand"})
    assert (answer.status_code, answer.json["code"]) == (422, "place_needed")


def test_others_see_the_cell_and_never_the_point(ada, bob):
    post = posted(ada).json
    seen = bob.get(f"/v1/posts/{post['id']}").json
    assert seen["place"]["exact"] is None
    assert seen["place"]["latitude"] != HERE["latitude"]
    assert str(HERE["latitude"]) not in bob.get(f"/v1/posts/{post['id']}").get_data(as_text=True)
    assert seen["posted_by"] == {"id": str(ada.id), "first_name": "Ada"}
    assert (seen["is_mine"], seen["can"]) == (False, ["promise"])
    assert post["can"] == ["edit", "closing", "withdrawal", "renewal"]


def test_a_draft_is_for_its_writer_alone_until_it_is_published(ada, bob, clock):
    draft = posted(ada, draft=True)
    path = f"/v1/posts/{draft.json['id']}"
    assert (draft.json["state"], draft.json["open_until"]) == ("draft", None)
    assert draft.json["can"] == ["edit", "publication", "discard"]
    assert bob.get(path).json["code"] == "post_not_found"
    assert ada.get("/v1/me/posts").json["items"] == []
    assert [each["id"] for each in ada.get("/v1/me/posts?state=draft").json["items"]] == [
        draft.json["id"]
    ]
    assert ada.post(f"{path}/closing").json["code"] == "post_is_over"
    clock.pass_time(days=2)
    ada.renew()
    bob.renew()
    opened = ada.post(f"{path}/publication")
    assert (opened.status_code, opened.json["state"]) == (200, "open")
    assert opened.json["open_until"] == "2026-04-02T10:00:00Z"
    assert ada.post(f"{path}/publication").json["code"] == "already_opened"
    assert bob.get(path).status_code == 200
    assert ada.delete(path).json["code"] == "already_opened"


def test_a_draft_is_thrown_away(ada, bob):
    draft = posted(ada, draft=True).json
    path = f"/v1/posts/{draft['id']}"
    assert bob.delete(path).json["code"] == "post_not_found"
    assert ada.delete(path).status_code == 204
    assert ada.get(path).status_code == 404


def test_a_draft_whose_time_has_passed_is_not_published(ada, clock):
    draft = posted(ada, draft=True, ends_at="2026-03-02T10:00:00Z").json
    clock.pass_time(days=2)
    ada.renew()
    answer = ada.post(f"/v1/posts/{draft['id']}/publication")
    assert answer.json["code"] == "its_time_is_over"


def test_a_hello_asks_for_nothing(ada, bob):
    hello = {"kind": "hello", "title": "I am new here and like to sing", "place": HERE}
    post = ada.post("/v1/posts", {**hello, "answered_by_word": True})
    assert (post.json["way"], post.json["category"]) == (None, None)
    assert post.json["open_until"] == "2026-05-30T10:00:00Z"
    assert bob.get(f"/v1/posts/{post.json['id']}").json["can"] == ["conversation"]
    for more in (
        {"way": "do"},
        {"category": "food"},
        {"quantity": 2},
        {"on_dates": ["2026-03-09"]},
        {"urgent": True},
    ):
        answer = ada.post("/v1/posts", {**hello, **more})
        assert (answer.status_code, answer.json["code"]) == (422, "not_for_this_kind"), more


@pytest.mark.parametrize(
    "odd",
    [
        {"quiet": True},
        {"answered_by_word": True},
        {"lend_days": 7},
        {"kind": "need", "scarce": True},
    ],
)
def test_what_does_not_go_together_is_refused(ada, odd):
    answer = ada.post("/v1/posts", {**SOUP, **odd})
    assert (answer.status_code, answer.json["code"]) == (422, "not_for_this_kind")


def test_what_is_urgent_lives_two_days_and_does_not_stand_for_good(ada):
    assert posted(ada, urgent=True).json["open_until"] == "2026-03-03T10:00:00Z"
    assert posted(ada, standing=True).json["open_until"] == "2026-05-30T10:00:00Z"
    both = ada.post("/v1/posts", {**SOUP, "urgent": True, "standing": True})
    assert both.json["code"] == "urgent_or_standing"


def test_a_post_ends_with_its_own_time_at_the_latest(ada):
    assert posted(ada, ends_at="2026-03-05T10:00:00Z").json["open_until"] == "2026-03-05T10:00:00Z"
    on_dates = posted(ada, on_dates=["2026-03-04", "2026-03-02"]).json
    assert (on_dates["on_dates"], on_dates["quantity"]) == (["2026-03-02", "2026-03-04"], 2)
    assert on_dates["open_until"] == "2026-03-05T00:00:00Z"
    repeats = {"starts_at": "2026-03-03T18:00", "duration_minutes": 60}
    twice = posted(ada, repeats={**repeats, "rrule": "FREQ=WEEKLY;COUNT=2"}).json
    assert twice["open_until"] == "2026-03-10T19:00:00Z"
    assert twice["repeats"]["starts_at"] == "2026-03-03T18:00"
    endless = posted(ada, repeats={**repeats, "rrule": "FREQ=WEEKLY"}).json
    assert endless["open_until"] == "2026-03-31T10:00:00Z"


REPEATS = {"rrule": "FREQ=WEEKLY", "starts_at": "2026-03-03T18:00", "duration_minutes": 60}


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ({"price": 3}, "not_valid"),
        ({"title": "  "}, "not_valid"),
        ({"title": "\u3164\u200b"}, "not_valid"),
        ({"title": "Soup" * 50}, "not_valid"),
        ({"title": "😀" * 101}, "not_valid"),
        ({"words": "😀" * 2_001}, "not_valid"),
        ({"title": "S" + "\u0335\u0321\u0353" * 4}, "not_valid"),
        ({"words": "o" + "\u0335" * 6}, "not_valid"),
        ({"title": "Free \u202esoup"}, "not_valid"),
        ({"title": None}, "not_valid"),
        ({"kind": "sale"}, "not_valid"),
        ({"way": "sell"}, "not_valid"),
        ({"category": "stocks"}, "not_valid"),
        ({"quantity": 0}, "not_valid"),
        ({"quantity": -1}, "not_valid"),
        ({"quantity": 10**9}, "not_valid"),
        ({"quantity": 1.5}, "not_valid"),
        ({"place": {"latitude": 91, "longitude": 0}}, "not_valid"),
        ({"place": {"latitude": 53.9}}, "not_valid"),
        ({"place": None}, "not_valid"),
        ({"language": "klingon!"}, "not_valid"),
        ({"on_dates": ["2026-02-30"]}, "not_valid"),
        ({"on_dates": ["2026-03-05", "2026-03-05"]}, "not_valid"),
        ({"on_dates": ["2026-02-28"]}, "its_time_is_over"),
        ({"on_dates": ["9999-12-31"]}, "too_far_ahead"),
        ({"on_dates": ["2026-03-05"], "quantity": 3}, "quantity_is_of_dates"),
        ({"starts_at": "2026-03-05T10:00"}, "not_valid"),
        ({"starts_at": "2026-03-05T10:00:00Z", "repeats": REPEATS}, "not_valid"),
        ({"on_dates": ["2026-03-05"], "repeats": REPEATS}, "not_valid"),
        (
            {"starts_at": "2026-03-05T10:00:00Z", "ends_at": "2026-03-05T10:00:00Z"},
            "ends_before_it_starts",
        ),
        (
            {"starts_at": "2026-03-06T10:00:00Z", "ends_at": "2026-03-05T10:00:00Z"},
            "ends_before_it_starts",
        ),
        ({"ends_at": "2026-03-01T10:00:00Z"}, "its_time_is_over"),
        ({"starts_at": "2199-03-01T10:00:00Z"}, "too_far_ahead"),
        (
            {"repeats": {**REPEATS, "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}},
            "rule_has_no_dates",
        ),
        ({"repeats": {**REPEATS, "rrule": "FREQ=MINUTELY"}}, "rule_too_fine"),
        ({"repeats": {**REPEATS, "rrule": "every now and then"}}, "rule_not_understood"),
        ({"repeats": {**REPEATS, "rrule": "FREQ=DAILY;COUNT=1000"}}, "too_many_dates"),
        ({"repeats": {**REPEATS, "rrule": "FREQ=DAILY;UNTIL=20260301"}}, "rule_has_no_dates"),
        (
            {
                "repeats": {
                    **REPEATS,
                    "starts_at": "2026-02-01T18:00",
                    "rrule": "FREQ=DAILY;COUNT=2",
                }
            },
            "its_time_is_over",
        ),
        ({"repeats": {"rrule": "FREQ=DAILY"}}, "not_valid"),
        ({"repeats": {**REPEATS, "duration_minutes": 0}}, "not_valid"),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_odd_posts_are_refused_with_a_code(ada, odd, code):
    answer = ada.post("/v1/posts", {**SOUP, **odd})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert ada.get("/v1/me/posts").json["items"] == []


@pytest.mark.parametrize(
    "title",
    ["Phở và bánh mì", "สวัสดีครับ น้ำ", "नमस्ते दोस्तों", "مَرْحَبًا", "Crème brûlée", "👩‍👩‍👧‍👦 zu viert"],
)
def test_every_script_can_be_written(ada, title):
    assert posted(ada, title=title).json["title"] == title


@pytest.mark.parametrize("field", ["title", "words"])
def test_a_hundred_thousand_emoji_are_too_many(ada, field):
    body = json.dumps({**SOUP, field: "😀" * 100_000}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    answer = ada.request("POST", "/v1/posts", data=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (422, "not_valid")


def test_the_same_request_again_posts_once(ada):
    first = ada.post("/v1/posts", SOUP, key="k1")
    again = ada.post("/v1/posts", SOUP, key="k1")
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    other = ada.post("/v1/posts", {**SOUP, "title": "Bread"}, key="k1")
    assert other.json["code"] == "idempotency_key_used_otherwise"
    assert len(ada.get("/v1/me/posts").json["items"]) == 1


def test_an_id_of_the_phones_own_is_taken_once(ada, bob):
    own = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be301"
    assert posted(ada, id=own).json["id"] == own
    assert bob.post("/v1/posts", {**SOUP, "id": own}).json["code"] == "id_already_taken"


def test_posts_of_others_can_be_read_but_not_changed(ada, bob):
    post = posted(ada)
    path = f"/v1/posts/{post.json['id']}"
    assert bob.patch(path, {"title": "Mine"}, if_match=post).json["code"] == "not_your_post"
    for verb in ("closing", "withdrawal", "renewal", "publication"):
        assert bob.post(f"{path}/{verb}").json["code"] == "not_your_post"
    nobodys = "/v1/posts/0199d0a0-7a1c-7c3e-9a51-3f1f4a1be309"
    assert bob.get(nobodys).json["code"] == "post_not_found"
    assert bob.post(f"{nobodys}/closing").json["code"] == "post_not_found"


def test_a_change_needs_the_version_that_was_seen(ada):
    post = posted(ada)
    path = f"/v1/posts/{post.json['id']}"
    assert ada.patch(path, {"title": "Bread"}).json["code"] == "version_needed"
    changed = ada.patch(path, {"title": "Bread"}, if_match=post)
    assert (changed.json["title"], changed.json["terms_version"]) == ("Bread", 2)
    old = ada.patch(path, {"title": "Cake"}, if_match=post)
    assert (old.status_code, old.json["code"]) == (412, "changed_meanwhile")


def test_what_nobody_relies_on_changes_without_new_terms(ada):
    post = posted(ada)
    path = f"/v1/posts/{post.json['id']}"
    same = ada.patch(path, {"category": "other", "title": "Soup"}, if_match=post)
    assert (same.json["category"], same.json["terms_version"]) == ("other", 1)
    for odd in ({"kind": "need"}, {"way": "lend"}, {"scarce": True}, {"state": "closed"}):
        assert ada.patch(path, odd, if_match=same).json["code"] == "not_valid"


def test_another_way_to_say_when_takes_the_place_of_the_first(ada):
    post = posted(ada, on_dates=["2026-03-04", "2026-03-05"])
    path = f"/v1/posts/{post.json['id']}"
    window = ada.patch(path, {"ends_at": "2026-03-10T10:00:00Z"}, if_match=post)
    assert (window.json["on_dates"], window.json["ends_at"]) == ([], "2026-03-10T10:00:00Z")
    assert window.json["open_until"] == "2026-03-10T10:00:00Z"
    repeats = ada.patch(path, {"repeats": REPEATS}, if_match=window)
    assert (repeats.json["ends_at"], repeats.json["repeats"]) == (None, REPEATS)
    any_time = ada.patch(path, {"repeats": None}, if_match=repeats)
    assert (any_time.json["repeats"], any_time.json["terms_version"]) == (None, 4)
    assert any_time.json["open_until"] == "2026-03-31T10:00:00Z"


def test_a_scarce_offer_shows_from_the_beginning_what_decides_the_lot(ada, bob):
    post = posted(ada, scarce=True).json
    assert len(post["lot_commitment"]) == 64
    seen = bob.get(f"/v1/posts/{post['id']}").json
    assert seen["lot_commitment"] == post["lot_commitment"]
    assert posted(ada).json["lot_commitment"] is None


def test_a_quiet_need_is_shown_without_a_name(ada, bob):
    need = posted(ada, kind="need", quiet=True, title="Company to the doctor").json
    assert need["posted_by"]["first_name"] == "Ada"
    seen = bob.get(f"/v1/posts/{need['id']}")
    assert seen.json["posted_by"] is None
    assert str(ada.id) not in seen.get_data(as_text=True)
    assert bob.get(f"/v1/people/{ada.id}/posts").json["items"] == []


def test_a_neighbours_posts_are_listed_newest_first(ada, bob):
    for title in ("First", "Second", "Third"):
        posted(ada, title=title)
    path = f"/v1/people/{ada.id}/posts"
    page = bob.get(f"{path}?limit=2").json
    assert [each["title"] for each in page["items"]] == ["Third", "Second"]
    rest = bob.get(f"{path}?limit=2&cursor={page['next']}").json
    assert ([each["title"] for each in rest["items"]], rest["next"]) == (["First"], None)
    nobody = "/v1/people/0199d0a0-7a1c-7c3e-9a51-3f1f4a1be309/posts"
    assert bob.get(nobody).json["code"] == "person_not_found"


def test_forged_cursors_are_refused(ada):
    for cursor in ("abc", "!!!", "e30", "WyIiXQ"):
        for path in ("/v1/me/posts", f"/v1/people/{ada.id}/posts"):
            answer = ada.get(f"{path}?cursor={cursor}")
            assert (answer.status_code, answer.json["code"]) == (400, "cursor_not_valid")
    for _ in range(2):
        posted(ada)
    cursor = ada.get("/v1/me/posts?limit=1").json["next"]
    other = ada.get(f"/v1/me/posts?limit=1&state=over&cursor={cursor}")
    assert other.json["code"] == "cursor_of_other_filters"


def test_blocked_neighbours_do_not_see_each_others_posts(ada, bob):
    post = posted(ada).json
    assert ada.put(f"/v1/me/blocks/{bob.id}").status_code in {200, 204}
    assert bob.get(f"/v1/posts/{post['id']}").json["code"] == "post_not_found"
    assert bob.post(f"/v1/posts/{post['id']}/closing").json["code"] == "post_not_found"


def test_who_leaves_takes_their_posts_along(ada, bob):
    post = posted(ada).json
    assert ada.delete("/v1/me").status_code == 204
    assert bob.get(f"/v1/posts/{post['id']}").json["code"] == "post_not_found"


def test_nobody_has_more_posts_than_anybody_needs(ada, monkeypatch):
    monkeypatch.setattr("backend.posts.rules.MOST_POSTS", 2)
    posted(ada)
    posted(ada, draft=True)
    answer = ada.post("/v1/posts", SOUP)
    assert (answer.status_code, answer.json["code"]) == (409, "too_many_posts")


def test_categories_have_names_in_two_languages(ada):
    english = ada.get("/v1/categories").json["categories"]
    german = ada.get("/v1/categories", headers={"Accept-Language": "de"}).json["categories"]
    assert [each["category"] for each in english] == [each.value for each in Category]
    assert english[0]["name"] == "Food and meals"
    assert german[4]["name"] == "Werkzeug"
    assert not [each for each in (*english, *german) if each["name"].startswith("category")]


def test_a_name_of_look_alike_letters_is_shown_as_it_is_and_nothing_depends_on_it(neighbour, bob):
    twin = neighbour("Αda Byron")  # The first letter is Greek.
    post = posted(twin).json
    assert bob.get(f"/v1/posts/{post['id']}").json["posted_by"] == {
        "id": str(twin.id),
        "first_name": "Αda",
    }


def test_requests_of_an_hour_ago_arrive_in_any_order_and_are_done_once(ada, clock):
    own = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be302"
    closing = f"/v1/posts/{own}/closing"
    assert ada.post(closing, key="close").json["code"] == "post_not_found"
    first = ada.post("/v1/posts", {**SOUP, "id": own}, key="create")
    clock.now += timedelta(hours=1)
    ada.renew()
    closed = ada.post(closing, key="close")
    assert (closed.status_code, closed.json["state"]) == (200, "closed")
    assert ada.post("/v1/posts", {**SOUP, "id": own}, key="create").json == first.json
    assert ada.post(closing, key="close").json == closed.json
    assert ada.post(closing, key="later").json["code"] == "post_is_over"
