"""A scarce heater over HTTP, with nothing of ours but the contract: anybody can work it out."""

import hashlib
import uuid


def done(answer, status=200):
    assert answer.status_code == status, answer.json
    return answer.json


def test_six_neighbours_can_work_out_who_gets_the_heater(neighbour, clock):
    ada = neighbour("Ada Byron")
    six = [neighbour(f"Neighbour {number}") for number in range(6)]
    soup = {
        "kind": "offer",
        "way": "give",
        "title": "Soup",
        "quantity": 2,
        "place": {"latitude": 53.9213, "longitude": -3.0178},
    }
    # Two of the six had soup before.
    bowl = done(ada.post("/v1/posts", soup), 201)
    for who in six[:2]:
        asked = done(who.post(f"/v1/posts/{bowl['id']}/promises", {}), 201)
        done(ada.post(f"/v1/promises/{asked['id']}/offering", {}))
        done(who.post(f"/v1/promises/{asked['id']}/agreeing"))
        done(who.post(f"/v1/promises/{asked['id']}/claim", {"says": "kept"}))
    heater = {**soup, "way": "lend", "title": "Heater", "quantity": 1, "scarce": True}
    offer = done(ada.post("/v1/posts", heater), 201)
    path = f"/v1/posts/{offer['id']}"
    mine = {}
    for who in six:
        # Each phone chooses the id of its promise, as it may.
        chosen = str(uuid.uuid4())
        mine[done(who.post(f"{path}/promises", {"id": chosen}), 201)["id"]] = who
        clock.pass_time(minutes=1)
    early = six[0].post(f"{path}/sharing_out")
    assert (early.status_code, early.json["code"]) == (409, "too_soon_to_share_out")
    assert six[0].get(f"{path}/lot").status_code == 404
    assert "sharing_out" not in six[0].get(path).json["can"]
    clock.pass_time(hours=12)
    for who in (ada, *six):
        who.renew()
        assert "sharing_out" in who.get(path).json["can"]
    assert "sharing_out" not in neighbour("Somebody else").get(path).json["can"]
    lot = done(six[5].post(f"{path}/sharing_out"))

    assert "sharing_out" not in ada.get(path).json["can"]
    secret = bytes.fromhex(lot["secret"])
    assert hashlib.sha256(secret).hexdigest() == offer["lot_commitment"]
    order = [
        each
        for tier in lot["tiers"]
        for each in sorted(
            tier, key=lambda i: hashlib.sha256(secret + uuid.UUID(i).bytes).hexdigest()
        )
    ]
    assert order == lot["drawn"]
    assert {mine[each] for each in lot["tiers"][-1]} == {*six[:2]}
    assert sorted(order) == sorted(mine)
    assert {*lot} == {"post_id", "drawn_at", "secret", "tiers", "drawn"}
    assert all(done(who.get(f"{path}/lot")) == lot for who in (ada, *six))

    states = {each: done(who.get(f"/v1/promises/{each}"))["state"] for each, who in mine.items()}
    assert [states[each] for each in order] == ["offered", *["asked"] * 5]
    out_of_order = ada.post(f"/v1/promises/{order[3]}/offering", {})
    assert (out_of_order.status_code, out_of_order.json["code"]) == (409, "not_next_in_order")
    # The first says no, and with that it is offered to the second.
    done(mine[order[0]].post(f"/v1/promises/{order[0]}/declining", {}))
    second = mine[order[1]]
    assert done(second.get(f"/v1/promises/{order[1]}"))["can"] == ["agreeing", "declining"]
    done(second.post(f"/v1/promises/{order[1]}/agreeing"))
    agreed = done(ada.get(f"{path}/promises"))["items"]
    assert [each["id"] for each in agreed if each["state"] == "agreed"] == [order[1]]
