# Die Nachbarschaft sofort um Hilfe bitten.

only-urgent-needs-rally = Die Nachbarschaft wird nur um Hilfe gebeten, wenn es eilt.
enough-have-promised = Alles, was gebraucht wird, ist schon versprochen.
already-rallied = Die Nachbarschaft ist darum schon gebeten worden. Das geht einmal.
rally-again-at = Du kannst die Nachbarschaft { $at_most } Mal in 30 Tagen bitten, wieder ab { $at }.
rally-not-found = Die Nachbarschaft ist darum nicht gebeten worden.
rally-wish-not-found = Du hast nicht gesagt, dass du gefragt werden möchtest.

rally-asking = Im Umkreis von { $metres } Metern sind alle gefragt, die das möchten. Ab { $at } geht es an alle im Umkreis von { $wider_metres } Metern.
rally-asked = Im Umkreis von { $metres } Metern sind alle gefragt, die das möchten.
rally-over = Niemand wird mehr gefragt.

told-help-needed-close-by = Jemand in deiner Nähe könnte bis { $closes_at } Hilfe gebrauchen.
