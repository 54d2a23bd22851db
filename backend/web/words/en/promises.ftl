# Promises: what one says of itself, what its sides are told, and why something cannot be done.

promise-not-found = You have no such promise.
promise-cannot-become = { $state ->
    [asked] This was asked for and not offered yet.
    [answered] Nobody has been picked yet.
    [offered] This is offered, and waits for a yes.
    [agreed] This is agreed on already.
    [claimed] One of you has said how it went; now it is for the other to say.
    [disputed] The two of you say different things. One can still take the other's word.
    [kept] This was kept.
    [ended] This is over.
    [declined] One of you said no to this.
    [lapsed] Time has run out for this.
    [missed] This was missed, as both of you say.
    [unresolved] This was left unresolved.
   *[other] This was called off.
  }
your-own-post = This is your own. You cannot promise it to yourself.
hellos-are-not-promised = A hello asks for nothing. You can answer with a word, if its writer likes.
already-promised = You have asked for this, or answered it, already.
asked-often-enough = You have asked for this, or answered it, { $times } times of late. You can do so again from { $until }.
not-so-many-left = { $left ->
    [0] All of it is promised for now.
   *[other] { $kind ->
        [offer] No more than { $left } can be had now.
       *[need] No more than { $left } { $left ->
            [one] is
           *[other] are
          } wanted now.
      }
  }
dates-already-held = A neighbour does it on some of these dates already.
dates-needed = Say on which of the dates.
not-those-dates = Not all of these are dates on which it is wanted.
time-not-possible = This is not a time at which it can be.
not-lent = This is not lent, so there is nothing to bring back.
due-too-early = It cannot be due before it is handed over.
too-early-to-say = Its time has not come yet: { $until }.
not-scarce = This is shared out by whoever offers it, as they like.
not-among-those-who-asked = Only whoever offers this and who asked for it can share it out.
nobody-asked = Nobody has asked for it.
too-soon-to-share-out = Others may still ask until { $until }. Nobody has to be quick.
not-next-in-order = Somebody else is next in order for this.
lot-not-found = No lot has been drawn for this, or you had no part in it.
nobody-to-thank = They are not here any more.
already-thanked = You have said thanks for this.
thanks-not-found = There are no thanks to you for this.

promise-asked = { $side ->
    [poster] { $name } asked for it. { $shared ->
        [by_rule] It goes by the rule.
       *[by_choice] Answer by { $until }.
      }
   *[counterpart] You asked for it. { $shared ->
        [by_rule] It goes by the rule, and you will hear when it is your turn.
       *[by_choice] You will hear by { $until }.
      }
  }
promise-answered = { $side ->
    [poster] { $name } would do it.
   *[counterpart] You said that you would do it. It is held open until { $until }.
  }
promise-offered = { $side ->
    [poster] Held for { $name } until { $until }.
   *[counterpart] It is yours if you say yes by { $until }.
  }
promise-agreed = Agreed{ $known ->
    [yes] { " " }with { $name }
   *[no] { "" }
  }{ $timed ->
    [yes] , for { $at }
    [on_dates] , for { $at } and { $more ->
        [one] one more date
       *[other] { $more } more dates
      }
    [due] , to be back by { $at }
   *[no] { "" }
  }.{ $past ->
    [yes] { " " }How did it go?
   *[no] { "" }
  }
promise-claimed = { $claim ->
    [kept] { $claimed ->
        [by_me] You say that it { $way ->
            [lend] is back
           *[other] was done
          }. It counts once the other side says so too.
       *[by_them] { $name } says that it { $way ->
            [lend] is back
           *[other] was done
          }. Is it so?
      }
   *[missed] { $claimed ->
        [by_me] You say that it did not come to pass. The other side can still say how it was.
       *[by_them] { $name } says that you could not do it. Say how it was; until then it counts for nobody.
      }
  }
promise-disputed = The two of you remember it differently. It counts for nobody.
promise-kept = { $known ->
    [yes] Kept, with { $name }.
   *[no] Kept.
  }
promise-ended = Over. Nobody said how it went, and it counts for nobody.
promise-declined = { $ended ->
    [by_me] You said no to this.
   *[by_them] This time it was not to be.
  }
promise-lapsed = Nothing came of it in time.
promise-released = { $ended ->
    [by_me] { $agreed ->
        [yes] You called it off.
       *[no] You took it back.
      }
    [by_them] { $agreed ->
        [yes] It was called off.
       *[no] It was taken back.
      }
   *[by_nobody] It cannot be any more. It is nobody's fault.
  }
promise-released-late = { $ended ->
    [by_me] You called it off at short notice.
   *[by_them] It was called off at short notice.
  }
promise-missed = { $missed ->
    [by_me] You could not do it, as you both say.
   *[by_them] It did not come to pass, as you both say.
  }
promise-unresolved = You remembered it differently and left it at that. It counts for nobody.

told-promise-asked = { $name } asks for something you offer. Answer by { $until }.
told-promise-answered = { $name } would help with something you need.
told-promise-offered = { $name } offers what you asked for. It is held for you until { $until }.
told-promise-agreed = { $timed ->
    [yes] You and { $name } have agreed, for { $at }.
   *[no] You and { $name } have agreed.
  }
told-promise-declined = This time it was not to be. Thank you for asking.
told-promise-not-wanted = { $name } does not need it after all.
told-promise-taken-back = { $known ->
    [yes] { $name } has taken it back.
   *[no] A neighbour has taken it back.
  }
told-promise-released = { $timed ->
    [yes] { $name } cannot keep what you agreed on for { $at }.
   *[no] { $name } cannot keep what you agreed on.
  }
told-promise-claimed-kept = { $name } says that it { $way ->
    [lend] is back
   *[other] was done
  }. Is it so? You have until { $until }.
told-promise-claimed-missed = { $name } says that you could not do what you agreed on. Say how it was by { $until }; until then it counts for nobody.
told-promise-contested = { $name } remembers it differently. It counts for nobody until one of you takes the other's word.
told-promise-kept = { $way ->
    [lend] { $name } says that it is back. Thank you.
   *[other] { $name } says that it was kept. Thank you.
  }
told-promise-missed = { $name } says that they could not do it.
told-promise-terms-changed = { $known ->
    [yes] { $name } has changed something that you relied on. See whether it still suits you; you can leave it without fault.
   *[no] A neighbour has changed something that you relied on. See whether it still suits you; you can leave it without fault.
  }
told-promise-not-needed = Something you asked about is over. Thank you for asking.
told-promise-let-go = { $timed ->
    [yes] What you had agreed or asked for, for { $at }, cannot be any more. It is nobody's fault.
   *[no] Something you had agreed or asked for cannot be any more. It is nobody's fault.
  }
told-promise-in-order = Your offer goes to { $name }, who is next in order. It is held for them until { $until }.
told-promise-extension-wished = { $name } would like to keep something until { $until }.
told-promise-extended = { $name } lets you keep it until { $until }.
told-promise-thanked = { $name } says thank you.
