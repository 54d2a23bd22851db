# Kalender zum Abonnieren.

calendar-not-found = Unter dieser Adresse gibt es keinen Kalender. Vielleicht wurde er zurückgenommen.
calendar-mine = Meine Buchungen
calendar-of-space = { $space }
calendar-taken = Belegt
calendar-openings-of-space = { $space } ist offen
calendar-open = Offen
calendar-i-open = { $space }: du öffnest
calendar-i-close = { $space }: du schließt ab
calendar-meeting = Treffen
calendar-no-room = Hat keinen Raum mehr.
calendar-promise = Mit { $name }
