"""What a group says of itself: two members change it, or a steward; its rules nobody so."""

import pytest

PLACE = {"latitude": 53.9213, "longitude": -3.0178}


@pytest.fixture
def choir(neighbour):
    """Return the path of a choir and its three members."""
    people = [neighbour(name) for name in ("Ada", "Ben", "Cem")]
    founded = people[0].post("/v1/groups", {"name": "Choir", "place": PLACE})
    path = f"/v1/groups/{founded.json['id']}"
    for each in people[1:]:
        each.put(f"{path}/membership", {})
    return path, people


def test_the_second_who_says_the_same_changes_the_words(choir):
    path, (ada, ben, cem) = choir
    words = {"purpose": "We sing.", "languages": ["en", "pl"]}
    first = ada.patch(path, words, if_match=ada.get(path))
    assert (first.status_code, first.json["purpose"]) == (200, "")
    [proposed] = first.json["proposed"]
    assert (proposed["hands"], proposed["hands_needed"], proposed["is_mine"]) == (1, 2, True)
    other = cem.patch(path, {"purpose": "We shout."}, if_match=cem.get(path))
    assert (other.json["purpose"], len(other.json["proposed"])) == ("", 2)
    [proposed, _] = ben.get(path).json["proposed"]
    second = ben.patch(proposed["path"], proposed["body"], if_match=ben.get(path))
    assert (second.json["purpose"], second.json["languages"]) == ("We sing.", ["en", "pl"])
    stale = ben.patch(path, {"purpose": "We shout."}, if_match=first)
    assert stale.status_code == 412, "the words are others since"


def test_only_members_change_words_and_nobody_changes_rules_so(choir, neighbour):
    path, (ada, *_) = choir
    flo = neighbour("Flo")
    refused = flo.patch(path, {"purpose": "Ours."}, if_match=flo.get(path))
    assert refused.json["code"] == "not_a_member"
    assert "edit" in ada.get(path).json["can"]
    assert "edit" not in flo.get(path).json["can"]
    rule = ada.patch(path, {"joining": "invited"}, if_match=ada.get(path))
    assert rule.status_code == 422
    assert flo.get(path).json["proposed"] == []


def test_alone_in_a_group_one_changes_its_words_alone(neighbour):
    ada = neighbour("Ada")
    path = f"/v1/groups/{ada.post('/v1/groups', {'name': 'Walk', 'place': PLACE}).json['id']}"
    changed = ada.patch(path, {"purpose": "We walk."}, if_match=ada.get(path))
    assert (changed.json["purpose"], changed.json["proposed"]) == ("We walk.", [])
