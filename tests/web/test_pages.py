"""What people see who follow a link of ours in a browser, without the app."""

from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

CODE_SHOWN_BY = '<script src="/code.js">'


def test_the_link_of_an_invitation_leads_to_a_page_that_says_what_to_do(neighbour, client):
    link = neighbour("Ada").post("/v1/invitations", {"for": "neighbour"}).json["link"]
    page = client.get(urlsplit(link).path)
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert "A neighbour invites you" in page.text
    assert CODE_SHOWN_BY in page.text


def test_the_link_into_a_group_leads_to_a_page(neighbour, client):
    ada = neighbour("Ada")
    place = {"latitude": 53.92, "longitude": -3.01}
    group = ada.post("/v1/groups", {"name": "Shed", "place": place}).json
    link = ada.post(f"/v1/groups/{group['id']}/invitations", {}).json["link"]
    page = client.get(urlsplit(link).path, headers={"Accept-Language": "de-AT"})
    assert "Du bist in eine Gruppe eingeladen" in page.text
    assert (page.headers["Content-Language"], page.headers["Vary"]) == ("de", "Accept-Language")


def test_the_page_of_a_card_does_not_say_whether_there_is_such_a_space(client):
    one, other = client.get(f"/spaces/{uuid4()}"), client.get(f"/spaces/{uuid4()}")
    assert one.status_code == other.status_code == 200
    assert one.data == other.data
    assert client.get("/spaces/42").status_code == 404


@pytest.mark.parametrize("path", ["/", "/join", "/groups", f"/spaces/{UUID(int=7)}"])
def test_pages_take_nothing_from_elsewhere_and_tell_nobody_the_code(client, path):
    page = client.get(path)
    assert page.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'"
    )
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "http" not in page.text


def test_the_code_is_shown_as_text(client):
    script = client.get("/code.js")
    assert script.content_type == "text/javascript; charset=utf-8"
    assert "textContent = code" in script.text
    assert "innerHTML" not in script.text


def test_the_front_page_leads_to_the_contract(client):
    assert '<a href="/docs">' in client.get("/").text
