"""Thanks, and the counts that nobody else sees, over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from backend.db import db
from tests.posts.planting import NOW, a_post

AT_ONCE = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}


@dataclass
class Three:
    """Ada, who gives, Ben, who receives, and Cem, who looks on."""

    app: object
    ada: object
    ben: object
    cem: object

    def kept(self, **post) -> UUID:
        """Let Ada and Ben agree on something that Ada posted, and keep it."""
        with self.app.app_context():
            post_id = a_post(db.session(), self.ada.id, now=NOW, **post).id
            db.session.commit()
        asked = done(self.ben.post(f"/v1/posts/{post_id}/promises", {}), 201)
        path = f"/v1/promises/{asked['id']}"
        if post.get("kind") == "need":
            done(self.ada.post(f"{path}/picking", {}))
            done(self.ada.post(f"{path}/claim", {"says": "kept"}))
        else:
            done(self.ada.post(f"{path}/offering", {}))
            done(self.ben.post(f"{path}/agreeing"))
            done(self.ben.post(f"{path}/claim", {"says": "kept"}))
        return path


def done(answer, status=200):
    assert answer.status_code == status, answer.json
    return answer.json


def refused(answer):
    return answer.status_code, answer.json["code"]


@pytest.fixture
def three(app, neighbour):
    return Three(app, neighbour("Ada Byron"), neighbour("Ben Okri"), neighbour("Cem Karaca"))


def test_thanks_are_seen_by_whoever_is_thanked_and_by_others_only_if_they_like(three):
    path = three.kept()
    said = done(three.ben.post(f"{path}/thanks", {"words": "It was warm and good."}))
    assert said["thanks_said"] == "It was warm and good."
    assert "thanks" not in said["can"]
    got = done(three.ada.get(path))
    assert (got["thanks_received"], got["thanks_shown"]) == ("It was warm and good.", False)
    of_ada = f"/v1/people/{three.ada.id}/thanks"
    assert done(three.cem.get(of_ada))["items"] == []
    assert done(three.ada.put(f"{path}/thanks/showing"))["thanks_shown"]
    [shown] = done(three.cem.get(of_ada))["items"]
    assert (shown["words"], shown["from_first_name"]) == ("It was warm and good.", "Ben")
    assert not done(three.ada.delete(f"{path}/thanks/showing"))["thanks_shown"]
    assert done(three.cem.get(of_ada))["items"] == []


def test_each_side_says_thanks_once_and_only_whoever_is_thanked_shows_it(three):
    path = three.kept()
    done(three.ben.post(f"{path}/thanks", {"words": "Thank you!"}))
    assert refused(three.ben.post(f"{path}/thanks", {"words": "Again"})) == (409, "already_thanked")
    assert refused(three.ben.put(f"{path}/thanks/showing")) == (404, "thanks_not_found")
    assert refused(three.cem.put(f"{path}/thanks/showing")) == (404, "thanks_not_found")
    done(three.ada.post(f"{path}/thanks", {"words": "Gladly."}))


def test_nobody_thanks_for_what_was_not_kept_or_is_between_others(three, app):
    with app.app_context():
        post_id = a_post(db.session(), three.ada.id, now=NOW).id
        db.session.commit()
    asked = done(three.ben.post(f"/v1/posts/{post_id}/promises", {}), 201)
    path = f"/v1/promises/{asked['id']}/thanks"
    assert refused(three.ben.post(path, {"words": "Hm"})) == (409, "promise_cannot_become")
    assert refused(three.cem.post(path, {"words": "Hm"})) == (404, "promise_not_found")


def test_two_hundred_characters_are_enough(three):
    path = three.kept()
    assert three.ben.post(f"{path}/thanks", {"words": "a" * 201}).status_code == 422
    done(three.ben.post(f"{path}/thanks", {"words": "a" * 200}))


def test_whoever_asked_quietly_is_not_named_by_their_thanks(three):
    path = three.kept(kind="need", way="do", quiet=True)
    done(three.ada.post(f"{path}/thanks", {"words": "You saved my week."}))
    done(three.ben.put(f"{path}/thanks/showing"))
    [shown] = done(three.cem.get(f"/v1/people/{three.ben.id}/thanks"))["items"]
    assert shown["from_first_name"] is None


def test_a_block_and_leaving_look_the_same_to_whoever_wants_to_thank(three, neighbour):
    path = three.kept()
    done(three.ben.post(f"{path}/thanks", {"words": "Thank you!"}))
    done(three.ada.put(f"{path}/thanks/showing"))
    answer = three.ben.put(f"/v1/me/blocks/{three.ada.id}")
    assert answer.status_code < 300, answer.json
    refusal = three.ada.post(f"{path}/thanks", {"words": "Gladly."})
    assert refused(refusal) == (409, "nobody_to_thank")
    assert done(three.ada.get(path))["thanks_received"] is None
    gone = three.ben.get(f"/v1/people/{three.ada.id}/thanks")
    assert refused(gone) == (404, "person_not_found")


def test_counts_are_mine_alone(three):
    path = three.kept()
    three.kept(kind="need", way="do")
    three.kept(way="together")  # Only Ben says so; it takes both.
    counts = "/v1/me/promises/counts"
    assert done(three.ada.get(counts)) == {"kept": 1, "missed": 0, "received": 1}
    assert done(three.ben.get(counts)) == {"kept": 1, "missed": 0, "received": 1}
    assert done(three.cem.get(counts)) == {"kept": 0, "missed": 0, "received": 0}
    of_ada = done(three.cem.get(f"/v1/people/{three.ada.id}"))
    assert not {"kept", "missed", "received"} & {*of_ada, *done(three.ben.get(path))}


def test_two_who_say_opposite_things_count_for_nobody_until_one_takes_the_others_word(three, app):
    with app.app_context():
        facts = {"kind": "need", "way": "do", "quantity": 2, **AT_ONCE}
        post_id = a_post(db.session(), three.ada.id, now=NOW, **facts).id
        db.session.commit()
    asked = done(three.ben.post(f"/v1/posts/{post_id}/promises", {}), 201)
    path = f"/v1/promises/{asked['id']}"
    done(three.ada.post(f"{path}/picking", {}))
    done(three.ada.post(f"{path}/claim", {"says": "missed"}))
    done(three.ben.post(f"{path}/contest", {"words": "I rang twice."}))
    counts = "/v1/me/promises/counts"
    assert done(three.ben.get(counts))["missed"] == done(three.ada.get(counts))["missed"] == 0
    assert done(three.ada.post(f"{path}/concession"))["state"] == "kept"
    assert done(three.ben.get(counts)) == {"kept": 1, "missed": 0, "received": 0}


def test_missed_is_counted_by_whoever_says_so_of_themself(three, app):
    with app.app_context():
        facts = {"kind": "need", "way": "do", **AT_ONCE}
        post_id = a_post(db.session(), three.ada.id, now=NOW, **facts).id
        db.session.commit()
    asked = done(three.ben.post(f"/v1/posts/{post_id}/promises", {}), 201)
    path = f"/v1/promises/{asked['id']}"
    done(three.ada.post(f"{path}/picking", {}))
    done(three.ada.post(f"{path}/claim", {"says": "missed"}))
    done(three.ben.post(f"{path}/confirmation"))
    assert done(three.ben.get("/v1/me/promises/counts"))["missed"] == 1
    assert done(three.ada.get("/v1/me/promises/counts"))["missed"] == 0
