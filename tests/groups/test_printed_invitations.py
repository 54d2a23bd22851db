"""A card that asks people into a group, printed."""

from tests.decisions.sheds import Shed


def test_an_invitation_into_a_group_can_be_printed_while_it_is_good(neighbour, clock):
    shed = Shed(neighbour, clock, members=1, joining="invited")
    code = shed[0].post(f"{shed.path}/invitations").json["code"]
    printed = shed[0].get(f"/v1/groups/invited/{code}/card.pdf")
    assert (printed.status_code, printed.content_type) == (200, "application/pdf")
    assert printed.headers["Cache-Control"] == "no-store"
    assert printed.data.startswith(b"%PDF-")
    assert b"Men's shed" in printed.data
    shed.pass_time(days=14)
    gone = shed[0].get(f"/v1/groups/invited/{code}/card.pdf")
    assert gone.json["code"] == "group_invitation_not_found"


def test_the_card_of_a_hidden_group_does_not_name_it(neighbour, clock):
    name = "Twelve steps"
    hidden = Shed(neighbour, clock, members=1, visibility="hidden", name=name)
    seen = Shed(neighbour, clock, members=1, name=name)
    titles = []
    for shed in (hidden, seen):
        code = shed[0].post(f"{shed.path}/invitations").json["code"]
        printed = shed[0].get(f"/v1/groups/invited/{code}/card.pdf").data
        titles.append(b"Twelve" in printed)
    assert titles == [False, True]


def test_it_asks_in_words_of_ones_own(neighbour, clock):
    shed = Shed(neighbour, clock, members=1)
    code = shed[0].post(f"{shed.path}/invitations").json["code"]
    path = f"/v1/groups/invited/{code}/card.pdf"
    plain, own = shed[0].get(path), shed[0].get(f"{path}?words=Tea%20on%20Thursdays")
    assert (own.status_code, own.content_type) == (200, "application/pdf")
    assert own.data.startswith(b"%PDF-")
    assert len(own.data) != len(plain.data)
    assert shed[0].get(f"{path}?words={'a' * 241}").status_code == 422
