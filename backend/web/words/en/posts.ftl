# Offers, needs and hellos: what a post says of itself, and why something cannot be done with it.

post-draft = Only you see this, until you publish it.
post-open = { $kind ->
    [offer] To be had until { $open_until }.
    [need] Wanted until { $open_until }.
   *[hello] Here to be read until { $open_until }.
  }
post-open-in-part = { $kind ->
    [offer] { $left } of { $quantity } still to be had, until { $open_until }.
   *[need] { $left } of { $quantity } still wanted, until { $open_until }.
  }
post-reserved = { $kind ->
    [offer] All of it is promised for now.
   *[need] Enough neighbours have promised for now.
  }
post-fulfilled = { $kind ->
    [offer] All of it has been given.
   *[need] Neighbours have done it.
  }
post-closed = { $kind ->
    [offer] Not to be had any more.
    [need] Not needed any more.
   *[hello] Closed.
  }
post-withdrawn = Taken back.
post-expired = It ran out on { $open_until }.
post-expired-mine = It ran out on { $open_until }. Nobody else finds it any more.
post-archived = Over for a while; its words are erased.

post-not-found = There is no such post for you.
not-your-post = Only whoever wrote this can do that.
post-is-over = { $state ->
    [draft] Nobody has seen this draft yet.
    [fulfilled] This is done already.
    [closed] This has been closed already.
    [withdrawn] This has been taken back already.
   *[expired] This has run out.
  }
already-opened = This is published already.
cannot-be-renewed = Its time is over, so it cannot be brought back. You can post it anew.
too-many-posts = One person has { $at_most } posts at once at most. Perhaps some can be closed.
only-for-its-members = Not everybody may know of this group, so this can be for its members alone.
not-for-this-kind = { $kind ->
    [hello] A hello asks for nothing, so "{ $what }" has no place in it.
   *[other] "{ $what }" does not go with what you post.
  }
urgent-or-standing = What is urgent does not stand for good. Please choose one of the two.
ends-before-it-starts = It ends before it begins. Please check the two times.
its-time-is-over = That time is past already. Please choose one to come.
too-far-ahead = That is further ahead than { $at_most_days } days. Please post it nearer the time.
quantity-is-of-dates = Each date is one of them, so the quantity is that of the dates.
more-is-held = { $held } of it is promised already, so it cannot become less than that.
not-answered-by-word = This is not answered with a word.
many-answers-today = You have answered { $at_most } hellos today. Please write to others tomorrow.

told-post-runs-out = Something you posted runs out on { $open_until }. One tap keeps it.
told-post-to-reconfirm = Does it still stand? Something you posted runs out on { $open_until }; one tap keeps it.

## What offers and needs are about
category-food = Food and meals
category-shopping = Shopping and errands
category-health-errands = Pharmacy and doctor
category-transport = Getting around
category-tools = Tools
category-household = Household and furniture
category-clothes = Clothes
category-children = Children
category-repairs = Mending and carrying
category-garden = Garden
category-animals = Animals
category-company = Company
category-languages = Languages
category-learning = Learning
category-computers = Computers and phones
category-paperwork = Paperwork
category-music-and-arts = Music and arts
category-sport-and-games = Sport and games
category-celebrations = Celebrations
category-other = Anything else
