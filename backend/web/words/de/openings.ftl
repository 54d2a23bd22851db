# Offene Zeiten: wann ein Ort einfach offen ist, und warum etwas damit nicht geht.

opening-planned = Offen für alle am { $starts_at } bis { $until }. Komm einfach herein.
opening-open = Offen für alle bis { $until }. Komm einfach herein.
opening-of-home-ask-me = { $space } ist am { $starts_at } bis { $until } für Nachbarn offen. Klopf mit deinem Vornamen an, dann zeigt man dir die Tür.
opening-of-home-anyone = { $space } ist am { $starts_at } bis { $until } für Nachbarn offen. Sag, dass du vielleicht kommst, und zwei Stunden vorher siehst du die Tür.
opening-of-mine-ask-me = Du öffnest am { $starts_at } bis { $until } für Nachbarn: { $space }. Wer kommen möchte, fragt dich vorher.
opening-of-mine-anyone = Du öffnest am { $starts_at } bis { $until } für Nachbarn: { $space }. Wer sagt, dass er vielleicht kommt, sieht zwei Stunden vorher die Tür.
opening-you-are-welcome = Du bist am { $starts_at } bis { $until } willkommen: { $space }. Komm einfach herein.
opening-knocked = Du hast für { $starts_at } bis { $until } angeklopft: { $space }. Sobald man es gesehen hat, siehst du die Tür.
opening-full = { $space } ist am { $starts_at } bis { $until } voll. Vielleicht ein andermal.
opening-needs-opener = Für { $space } am { $starts_at } bis { $until } fehlt noch jemand, der aufschließt. Vielleicht du?
opening-not-opening = Niemand konnte { $space } am { $starts_at } aufschließen; diesmal bleibt die Tür zu.
opening-over = { $space } war am { $starts_at } bis { $until } für alle offen.
opening-not-today = { $space } ist am { $starts_at } nicht offen.
opening-taken = { $space } ist am { $starts_at } nicht offen: dann hat es jemand gebucht.
opening-closed = { $space } ist eine Weile geschlossen, auch am { $starts_at }.
opening-no-dates = { $space } hat keinen Tag vor sich, an dem es für alle offen ist.

opening-not-found = Diese offene Zeit gibt es für dich nicht.
opening-date-not-found = An diesem Tag ist für dich nichts.
knock-not-found = So hat niemand angeklopft.
guest-not-found = So ist niemand vermerkt.
opening-needs-a-day = Bitte sag einen Wochentag, ein Datum oder eine Regel, und nicht zwei davon.
opening-not-ahead = Eine offene Zeit liegt vor uns, höchstens { $at_most_days } Tage.
opening-not-then = { $state ->
    [over] { $space } war dann offen; das ist vorbei.
   *[other] { $space } ist dann nicht offen.
  }
opening-is-full = { $at_most } können kommen, und so viele haben es schon gesagt.
opening-holds-more = Hier haben { $at_most } Menschen Platz.
knock-first = Hier wird gern gefragt. Klopf mit deinem Vornamen an.
nobody-to-knock-for = Du brauchst nicht anzuklopfen. Sag einfach, dass du vielleicht kommst.
host-opens-alone = Ein Zuhause schließt nur auf, wer dort wohnt.
rota-is-full = An dem Tag sind schon { $at_most } eingetragen. Danke!
too-many-openings = Ein Ort hat höchstens { $at_most } offene Zeiten. Vielleicht lässt sich eine ändern.

told-opening-needs-opener = Für { $space } am { $starts_at } fehlt jemand, der aufschließt. Vielleicht du?
told-opening-changed = { $space } ist jetzt zu einer anderen Zeit offen: { $starts_at }.
told-opening-not-today = { $space } ist am { $starts_at } nicht offen.
told-opening-after-all = { $space } ist am { $starts_at } doch offen.
told-opening-ended = { $space } ist am { $starts_at } und danach nicht mehr offen.
told-opening-knock = { $first_name } klopft an: { $space }, { $starts_at }.
told-opening-welcome = Du bist am { $starts_at } willkommen: { $space }. Jetzt siehst du die Tür.
