"""How somebody can be reached is masked in what everybody may read, and nothing else is."""

import time

import pytest

from backend.people.masking import MASK, hints_in, masked

ENGLISH = ("Europe/London", "en")
GERMAN = ("Europe/Berlin", "de")
SPANISH = ("Europe/Madrid", "es")

MASKED = [
    (ENGLISH, "phone", "Call me on 07700 900123 after six", "07700 900123"),
    (ENGLISH, "phone", "My number: (01253) 876543", "(01253) 876543"),
    (ENGLISH, "phone", "or +49 171 1234567", "+49 171 1234567"),
    (ENGLISH, "phone", "Ring 876543", "876543"),
    (ENGLISH, "phone", "text me at 0７７００ ９００１２３", "0７７００ ９００１２３"),
    (GERMAN, "phone", "Tel. 030/901820", "030/901820"),
    (GERMAN, "phone", "Handy: 0171-1234567, bitte abends", "0171-1234567"),
    (SPANISH, "phone", "llámame al 612 34 56 78", "612 34 56 78"),
    (("America/New_York", "en"), "phone", "It is (212) 555-2368.", "(212) 555-2368"),
    (ENGLISH, "email", "Write to ada.byron+soup@example.org please", "ada.byron+soup@example.org"),
    (ENGLISH, "email", "ada (at) example (dot) org", "ada (at) example (dot) org"),
    (GERMAN, "email", "ada[at]example.de", "ada[at]example.de"),
    (GERMAN, "email", "jürgen@müller-garten.de", "jürgen@müller-garten.de"),
    (ENGLISH, "link", "See https://example.org/me?x=1 for more", "https://example.org/me?x=1"),
    (ENGLISH, "link", "wa.me/447700900123", "wa.me/447700900123"),
    (SPANISH, "link", "en www.ejemplo.es", "www.ejemplo.es"),
    (ENGLISH, "address", "I am at 12 Mount Road, first floor", "12 Mount Road"),
    (ENGLISH, "address", "Flat 3, 12a Lord Street", "Flat 3, 12a Lord Street"),
    (ENGLISH, "address", "come to 14 poulton road", "14 poulton road"),
    (ENGLISH, "address", "FY7 6QT", "FY7 6QT"),
    (GERMAN, "address", "Abzuholen in der Hauptstraße 12a", "Hauptstraße 12a"),
    (GERMAN, "address", "Karl-Marx-Allee 101", "Karl-Marx-Allee 101"),
    (GERMAN, "address", "Bei mir, Am Markt 3", "Am Markt 3"),
    (GERMAN, "address", "Goethestr. 7", "Goethestr. 7"),
    (SPANISH, "address", "Vivo en Calle de la Rosa 12", "Calle de la Rosa 12"),
    (SPANISH, "address", "c/ Mayor, 5", "c/ Mayor, 5"),
    (SPANISH, "address", "Avenida del Puerto nº 23", "Avenida del Puerto nº 23"),
    (GERMAN, "address", "Bei mir, Am Markt 3.", "Am Markt 3"),
    (GERMAN, "address", "Am Sonntagsberg 3 b", "Am Sonntagsberg 3 b"),
    (ENGLISH, "email", "ada＠example．org", "ada＠example．org"),
    (ENGLISH, "email", "ada\u200b@exam\u00adple.org", "ada\u200b@exam\u00adple.org"),
    (ENGLISH, "phone", "Ring 876\u200b543", "876\u200b543"),
    (ENGLISH, "phone", "Call 07700_900_123", "07700_900_123"),
    (ENGLISH, "address", "12 Mount\u200b Ro\u00adad", "12 Mount\u200b Ro\u00adad"),
]
LEFT = [
    (ENGLISH, "Soup for 4 people on 3 March 2026 from 18:00 to 20:00"),
    (ENGLISH, "A 20 minute drive, 2 dogs and 12 eggs; 3 of 5 places left"),
    (ENGLISH, "2026-03-01 18:00, size 38-40, 1.5 kg, 220 V, 1000 pieces"),
    (ENGLISH, "I walk 2 dogs down the road. The number 10 bus stops there."),
    (ENGLISH, "Meet at the library. ISBN 978-3-16-148410-0"),
    (ENGLISH, "We open at 10. Way to go! e.g. tea, i.e. hot."),
    (GERMAN, "Am Montag um 3 Uhr, Am Sonntag 15 Uhr, zum Essen 2 Personen"),
    (GERMAN, "Ich suche 3 Leute für 2 Stunden, Größe 128, DIN A4, Baujahr 1998"),
    (GERMAN, "Vom 01.03.2026 bis 14.03.2026, jeweils 18:00-20:00"),
    (ENGLISH, "Meet @ 10.30 or @ 7.30pm. Ring between 10.30-12.30, or call me on 24.12.2026"),
    (ENGLISH, "2 Dark Green Chairs, 3 Light Green Pots"),
    (GERMAN, "Am Samstag 10 bis 12 Uhr, Am Freitagabend 3 Kisten, Am Sonntag 14-16 Uhr"),
    (GERMAN, "Im Dezember 2026, In der Woche 48, Im Sommer 3 Leute, Zum Geburtstag 30 Gäste"),
    (GERMAN, "Flohmarkt 10-14 Uhr, Spielplatz 15 Uhr, Bauernhof 3 km, Supermarkt 2x die Woche"),
    (GERMAN, "Schulweg 3 Kinder, Heimweg 5 Minuten, Im Haus 2. Stock"),
    (SPANISH, "Paseo de perros 3 días, camino al colegio 20 minutos, plaza para 4 personas"),
    (SPANISH, "Doy 3 clases de 45 minutos en la plaza, los martes a las 18:30"),
    (SPANISH, "Necesito 2 sillas y 1 mesa para el 5 de marzo de 2026"),
]


@pytest.mark.parametrize(("where", "what", "text", "hidden"), MASKED, ids=lambda each: str(each))
def test_how_somebody_is_reached_is_masked(where, what, text, hidden):
    zone, language = where
    assert masked(text, zone, language) == text.replace(hidden, MASK)
    assert [(each.what.value, each.text) for each in hints_in(text, zone, language)] == [
        (what, hidden)
    ]


@pytest.mark.parametrize(("where", "text"), LEFT, ids=lambda each: str(each))
def test_everyday_numbers_are_left_alone(where, text):
    assert masked(text, *where) == text


def test_several_in_one_text_are_masked_each_by_itself():
    text = "07700 900123 or ada@example.org, 12 Mount Road"
    assert masked(text, *ENGLISH) == f"{MASK} or {MASK}, {MASK}"
    assert [each.what.value for each in hints_in(text, *ENGLISH)] == ["phone", "email", "address"]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 2000,
        "1 " * 1000,
        "a@" * 1000,
        "a." * 1000,
        "Am " * 660,
        "A " * 1000,
        "Aa" * 1000,
        "calle de la " * 160,
        "+(1" * 660,
        "tel " * 500,
        "12 Mount " * 220,
        "https://" * 250,
    ],
    ids=lambda each: each[:12],
)
def test_hostile_words_do_not_keep_the_server_busy(text):
    began = time.perf_counter()
    masked(text, *GERMAN)
    assert time.perf_counter() - began < 1.0


def test_others_read_masked_words_and_the_writer_sees_what_is_hidden(neighbour):
    ada, bob = neighbour("Ada"), neighbour("Bob")
    place = {"latitude": 53.9231, "longitude": -3.0154}
    words = "Ring 07700 900123, or come to 12 Mount Road"
    given = {"kind": "need", "title": "Lift to town", "words": words, "place": place}
    post = ada.post("/v1/posts", given)
    assert post.json["words"] == words
    assert post.json["hints"] == [
        {"what": "phone", "text": "07700 900123"},
        {"what": "address", "text": "12 Mount Road"},
    ]
    path = f"/v1/posts/{post.json['id']}"
    seen = bob.get(path).json
    assert (seen["words"], seen["hints"]) == (f"Ring {MASK}, or come to {MASK}", [])
    # The hall's own number and address are for everybody.
    public = ada.patch(path, {"contacts_are_public": True}, if_match=post)
    assert (public.json["hints"], bob.get(path).json["words"]) == ([], words)
    masked_again = ada.patch(path, {"contacts_are_public": False}, if_match=public)
    assert masked_again.status_code == 200
    assert "900123" not in bob.get(path).get_data(as_text=True)
