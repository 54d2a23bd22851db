## Orte nach Namen finden
place-search-off = Dieser Server kann keine Adressen nachschlagen. Bitte wähle den Ort auf der Karte.
place-search-away = Das Adressbuch antwortet gerade nicht. Versuche es gleich noch einmal oder wähle den Ort auf der Karte.
place-search-busy = Gerade suchen viele nach Adressen. Bitte versuche es in ein paar Sekunden noch einmal.
place-needed = Bitte sag, wo es ist.
