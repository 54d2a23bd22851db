"""Leaving in one tap, whatever hangs on who leaves: it is never refused, over HTTP."""

import pytest
from sqlalchemy import delete

from backend.db import db
from backend.groups import service
from backend.groups.models import Group
from backend.groups.states import Shows
from backend.spaces import group_keys
from backend.spaces.models import Keeper, Space
from tests.groups.test_belonging import a_group, join
from tests.meetings.scenes import a_hall, called


@pytest.fixture
def laden(app, ada, ben):
    """A group of Ada's alone that keeps a hall, meets there, decides and draws."""
    group = a_group(ada)
    hall = a_hall(ada)
    called(ada, group, space_id=hall, book=True, rrule="FREQ=WEEKLY;COUNT=3", opens_up=True)
    with app.app_context():
        space = db.session.get_one(Space, hall)
        group_keys.take_over(db.session, space, group["id"])
        db.session.execute(delete(Keeper).where(Keeper.space_id == space.id))
        db.session.commit()
    path = f"/v1/groups/{group['id']}"
    agreed = {"title": "Paint it?", "words": "Blue.", "action": "words", "method": "majority"}
    open_one = ada.post(f"{path}/decisions", agreed)
    assert open_one.status_code == 201, open_one.json
    draw = ada.post(f"{path}/draws", {"purpose": "Tea", "seats": 1})
    assert draw.status_code == 201, draw.json
    return {**group, "hall": hall, "decision": open_one.json["id"], "draw": draw.json["id"]}


def leaves(who, group, how):
    path = "/v1/me" if how == "altogether" else f"/v1/groups/{group['id']}/membership"
    return who.delete(path).status_code


@pytest.mark.parametrize("how", ["the group", "altogether"])
def test_the_last_one_leaves_a_group_on_which_much_hangs(app, ada, ben, laden, how):
    assert leaves(ada, laden, how) == 204
    with app.app_context():
        group = db.session.get_one(Group, laden["id"])
        space = db.session.get_one(Space, laden["hall"])
        assert group.closed_at is not None
        assert (group.due_at, space.group_id) == (None, None)
        assert space.retired_at is not None, "nobody holds the key any more"
    for path in (f"groups/{laden['id']}", f"decisions/{laden['decision']}"):
        assert ben.get(f"/v1/{path}").status_code == 404
    if how == "the group":
        assert ada.get("/v1/me/groups").json["items"] == []
        assert ada.get("/v1/me/meetings").json["items"] == []
        assert {each["state"] for each in ada.get("/v1/me/bookings").json["items"]} <= {"released"}


@pytest.mark.parametrize("how", ["the group", "altogether"])
def test_one_of_two_leaves_and_the_other_goes_on_with_all_of_it(app, ada, ben, laden, how):
    join(ben, laden)
    assert leaves(ada, laden, how) == 204
    assert ben.get(f"/v1/groups/{laden['id']}").json["members"] == 1
    for path in (f"decisions/{laden['decision']}", f"draws/{laden['draw']}"):
        assert ben.get(f"/v1/{path}").status_code == 200
    meeting = ben.get(f"/v1/groups/{laden['id']}/meetings").json["items"][0]
    dates = ben.get(f"/v1/meetings/{meeting['id']}/dates").json["items"]
    assert [each["room"] for each in dates] == ["held"] * 3, "the group's, not Ada's"
    assert ben.post(f"/v1/meetings/{meeting['id']}/taking_over").json["is_mine"] is True
    with app.app_context():
        space = db.session.get_one(Space, laden["hall"])
        assert (str(space.group_id), space.retired_at) == (laden["id"], None)


@pytest.mark.parametrize("how", ["the group", "altogether"])
def test_the_only_steward_leaves_with_one_tap(app, ada, ben, neighbour, clock, how):
    group = a_group(ada)
    with app.app_context():
        found = service.lock_group(db.session, group["id"], by=ada.id, now=clock())
        for each in (ben, *(neighbour(f"Member {number}") for number in range(10))):
            service.add_member(db.session, found, each.id, now=clock(), shows=Shows.NAME)
        db.session.commit()
    path = f"/v1/groups/{group['id']}/stewards"
    assert [each["person"]["name"] for each in ben.get(path).json["stewards"]] == ["Ada"]
    assert leaves(ada, group, how) == 204
    assert ben.get(path).json["stewards"] == []
    assert ben.get(f"/v1/groups/{group['id']}").json["members"] == 11
    clock.pass_time(days=30)
    ben.renew()
    assert ben.get(path).status_code == 200, "it goes on by the clock, too"
