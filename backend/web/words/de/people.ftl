# Ein Satz für jeden Code. Einfache Worte; sag, was man tun kann.

## Ankommen
code-not-right = Dieser Code stimmt nicht, oder seine Zeit ist um. Bitte schau noch einmal nach oder lass dir einen neuen schicken.
too-many-codes = Es sind schon mehrere Codes unterwegs. Bitte schau in deine Post oder komm in { $minutes ->
    [one] einer Minute
   *[other] { $minutes } Minuten
  } wieder.
email-not-valid = Das sieht nicht nach einer E-Mail-Adresse aus. Bitte prüfe sie.
email-sign-in-off = Dieser Server kann keine E-Mails schicken. Wer schon hier ist, kann dich einladen.
email-not-free = Diese Adresse gehört zu einem anderen Konto. Melde dich mit ihr an, um jenes zu benutzen.
invitation-not-right = Diese Einladung stimmt nicht, wurde schon benutzt, oder ihre Zeit ist um. Bitte um eine neue.
firebase-sign-in-off = Dieser Server nimmt keine Anmeldung von Firebase an. Bitte nimm einen anderen Weg.
firebase-token-not-valid = Diese Anmeldung gilt nicht mehr. Bitte melde dich noch einmal an.
firebase-away = Die Anmeldung lässt sich gerade nicht prüfen. Bitte versuche es gleich noch einmal.
refresh-token-not-valid = Du bist auf diesem Telefon abgemeldet. Bitte melde dich wieder an.
refresh-token-reused = Die Anmeldung dieses Telefons wurde zweimal benutzt; zur Sicherheit haben wir sie beendet. Bitte melde dich wieder an.
new-neighbour = Neu hier

## Hier sein
person-not-found = Unter dieser Adresse ist niemand, oder nicht mehr.
session-not-found = Keines deiner Telefone ist unter dieser Adresse angemeldet.

## Einladen
invitation-not-found = Keine deiner Einladungen hat diese Adresse.
invitation-not-open = Diese Einladung wurde benutzt, oder ihre Zeit ist um. Bitte mach eine neue.
too-many-invitations = Das sind genug Einladungen für einen Tag; { $most } sind möglich. Bitte komm morgen wieder.
invitation-open = Bereit, einmal benutzt zu werden, bis { $until }.
invitation-used = Benutzt. Jemand ist damit hereingekommen.
invitation-expired = Ihre Zeit ist um. Niemand kam damit herein.

## Post
mail-sign-in-subject = Dein Code ist { $code }
mail-sign-in-body =
    Hallo,

    dein Code zum Anmelden ist { $code }. Er gilt { $minutes } Minuten.

    Wenn du ihn nicht wolltest, hat jemand deine Adresse eingetippt. Du brauchst nichts zu tun.
mail-add-email-subject = Dein Code ist { $code }
mail-add-email-body =
    Hallo,

    jemand möchte diese Adresse zu einem Konto unter Nachbarn hinzufügen. Wenn du das bist: Der Code ist { $code }. Er gilt { $minutes } Minuten.

    Wenn du es nicht bist, sag den Code bitte niemandem. Du brauchst nichts zu tun.
