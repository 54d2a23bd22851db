# Seiten für Browser, auf die ein Link oder eine Karte ohne die App führt.
page-of-server = Mit diesem Server spricht die App, mit der Nachbarn hier Räume, Hilfe und Gruppen teilen. Sonst gibt es im Browser nichts zu sehen.
page-of-contract = Für alle, die so eine App bauen: der Vertrag
page-of-invitation-title = Jemand aus der Nachbarschaft lädt dich ein
page-of-invitation = Öffne diesen Link auf dem Telefon, auf dem du die App deiner Nachbarschaft hast, oder tippe den Code ein, wo die App nach einer Einladung fragt. Er gilt einmal.
page-of-group-title = Du bist in eine Gruppe eingeladen
page-of-group = Öffne diesen Link mit der App deiner Nachbarschaft, oder scanne die Karte mit ihr. Sie zeigt, wer das ist und was sie tun, bevor du zusagst.
page-of-space-title = Ein Raum, den Nachbarn teilen
page-of-space = Scanne diese Karte mit der App deiner Nachbarschaft, während du im Raum stehst. Wenn er gebucht ist und niemand kam, wird gefragt, wer gebucht hat; kommt binnen zehn Minuten keine Antwort, ist er frei.
page-shows-code = Fragt die App nach einem Code, so ist es dieser:
