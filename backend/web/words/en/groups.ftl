# Groups: what they say of themselves, and why something cannot be.

group-not-found = There is no such group here, or not any more.
not-a-member = Only those who belong to the group can do this.
not-tenured = In a group of this size, those who have belonged for { $days } days do this.
too-many-groups = That is as many groups as one person can have for now; { $at_most } at most.
group-is-full = The group has { $at_most } members, and has no room for more.
place-of-group-needed = Say where the group is, or give your own home first.
by-asking-only = { $name } likes to be asked. You can ask to join.
by-invitation-only = One comes into { $name } by an invitation of somebody who belongs.
nothing-to-ask = { $name } is open to everybody. You can join at once.
already-a-member = They belong to the group already.
already-asked = You have asked already. The group has until { $until } to answer.
answers-do-not-fit = { $questions ->
    [0] The group asks no questions. Leave the answers out.
    [one] The group asks one question. Please answer it, or leave the answer empty.
   *[other] The group asks { $questions } questions. Please give one answer to each.
  }
join-request-not-found = There is no such wish to join.
request-is-decided = { $state ->
    [admitted] They have been let in already.
    [declined] The group has answered already.
    [withdrawn] It was taken back.
   *[lapsed] Nobody answered in time. They can ask again.
  }
group-invitation-not-found = This invitation is not right, or its time is over. Please ask for a new one.
too-many-group-invitations = You can make { $at_most } invitations to groups a day. Please come back tomorrow.
boundary-not-usable = { $why ->
    [holes] A neighbourhood has no holes.
    [not_closed] The line around the neighbourhood must end where it begins.
    [too_large] That is too large for a neighbourhood.
   *[crosses_itself] The line around the neighbourhood crosses itself, or holds no ground.
  }

group-mine = You belong to { $name }.
group-asked = You have asked { $name } to let you in.
group-open = { $name } is open to everybody. You can join.
group-ask = You can ask { $name } to let you in.
group-invited = One comes into { $name } by an invitation.
group-invited-you = { $vouched ->
    [yes] You are invited to { $name }. Whoever invited you vouches for you, and somebody of another household has to as well.
   *[no] You are invited to { $name }. You can join.
  }

request-asked = { $hands ->
    [0] { $name } would like to join { $group }.
    [one] { $name } would like to join { $group }. One of you has said yes; it takes { $needed }.
   *[other] { $name } would like to join { $group }. { $hands } of you have said yes; it takes { $needed }.
  }
request-admitted = { $name } was let into { $group }.
request-declined = { $name } was not let into { $group }.
request-withdrawn = Somebody no longer wishes to join { $group }.
request-lapsed = Nobody answered { $name } in time.
request-mine-asked = { $group } has until { $until } to answer you.
request-mine-admitted = { $group } let you in.
request-mine-declined = { $group } did not let you in. You can ask again.
request-mine-withdrawn = You took back that you would like to join { $group }.
request-mine-lapsed = { $group } did not answer. You can ask again.

for-stewards = { $stewards ->
    [0] In a group of this size this is for those who look after it. Nobody does at the moment; the members can decide it.
   *[other] In a group of this size this is for those who look after it. Please ask one of them.
  }
nobody-is-steward = Under { $many } members any two of you act together, and nobody looks after the group alone.
no-seat-free = All who look after the group are there. You can stand when one of their times ends.
candidacy-not-found = Nobody stands here by that name, or not any more.
steward-already = You look after the group already, for longer than that.
not-a-steward = You do not look after this group.
by-vouching-only = { $group } lets people in for whom members of two households vouch.
nothing-to-vouch = { $group } asks nobody to vouch. You can let them in.

group-vouched = You can ask { $name } to let you in; members of two households vouch for you.

stewards-together = { $group } is small: any two of you act together.
stewards-mine = You look after { $group } until { $until }.
stewards-commons = { $group } is looking for people who look after it, { $seats } in all. Until then any two of you who have belonged for a while keep it going.
stewards-called = A time of those who look after { $group } ends soon. { $can ->
    [yes] You can stand.
   *[no] Those who have belonged for a while can stand.
  }
stewards-standing = You would look after { $group }. On { $until } you begin, unless somebody objects; where more of you stand than there are seats, the lot decides.
stewards-objected = You would look after { $group }, and somebody objected. Now it takes a decision.
stewards-there = { $stewards ->
    [one] One of you looks after { $group }.
   *[other] { $stewards } of you look after { $group }.
  }

agreement-holds = This holds until { $until }.
agreement-lapsed = This held until { $until }, and nobody renewed it.
agreement-ended = The members agree on this no longer.

recorded-founded = The group was founded.
recorded-rule-changed = The members changed what the group is.
recorded-member-admitted = { $known ->
    [yes] { $name } was let in.
   *[no] Somebody was let in.
  }
recorded-member-removed = Somebody was asked to go.
recorded-steward-began = { $known ->
    [yes] { $name } began to look after the group.
   *[no] Somebody began to look after the group.
  }
recorded-steward-ended = { $known ->
    [yes] { $name } looks after the group no longer.
   *[no] Somebody looks after the group no longer.
  }
recorded-call-opened = Members were asked to stand.
recorded-stood = { $known ->
    [yes] { $name } would look after the group.
   *[no] Somebody would look after the group.
  }
recorded-lot-drawn = More stood than there were seats, and the lot was drawn.
recorded-decision-opened = A vote was opened.
recorded-decision-settled = A vote was counted.
recorded-decision-contested = A result was contested.
recorded-decision-enacted = A decision was carried out.
recorded-draw-called = A draw was called.
recorded-drawn = A lot was drawn.
recorded-agreement-adopted = The members agreed on something.
recorded-agreement-changed = An agreement was changed.
recorded-agreement-ended = An agreement was ended.
recorded-space-taken = The group keeps a space from now on.
recorded-space-handed-over = A space was handed over.
recorded-space-given-up = A space was given up.
recorded-neighbourhood-joined = The group belongs to a neighbourhood.
recorded-neighbourhood-left = The group belongs to no neighbourhood any more.
recorded-words-published = The group said something for all to read.
recorded-closed = The group was closed.

told-join-request-asked = { $hidden ->
    [yes] Somebody would like to join one of your groups.
   *[no] Somebody would like to join { $group }.
  }
told-join-request-admitted = { $hidden ->
    [yes] A group that you asked has let you in.
   *[no] { $group } has let you in.
  }
told-join-request-declined = { $hidden ->
    [yes] A group that you asked has not let you in this time.
   *[no] { $group } has not let you in this time.
  }
told-join-request-lapsed = { $hidden ->
    [yes] A group that you asked has not answered. You can ask again.
   *[no] { $group } has not answered you. You can ask again.
  }
told-steward-began = { $hidden ->
    [yes] You look after one of your groups until { $until }.
   *[no] You look after { $group } until { $until }.
  }
told-steward-ended = { $how ->
    [silent] { $hidden ->
        [yes] Something waited too long for an answer, so you look after one of your groups no longer. You can stand again.
       *[no] Something waited too long for an answer, so you look after { $group } no longer. You can stand again.
      }
    [recalled] { $hidden ->
        [yes] The members of one of your groups decided that you look after it no longer.
       *[no] The members of { $group } decided that you look after it no longer.
      }
   *[over] { $hidden ->
        [yes] Your time of looking after one of your groups is over. Thank you.
       *[no] Your time of looking after { $group } is over. Thank you.
      }
  }
told-steward-awaited = { $hidden ->
    [yes] Something has waited for three weeks for an answer in one of your groups.
   *[no] Something has waited for three weeks for an answer in { $group }.
  }
told-agreement-lapses-soon = { $hidden ->
    [yes] Something that one of your groups agreed on holds until { $until }, unless you renew it.
   *[no] { $group } agreed on this: “{ $title }”. It holds until { $until }, unless you renew it.
  }
told-steward-called = { $hidden ->
    [yes] One of your groups is looking for somebody who looks after it. You could stand.
   *[no] { $group } is looking for somebody who looks after it. You could stand.
  }

asking-not-found = There is no such invitation, or its time is over.
already-asked-in = You have asked already. There is time to answer until { $until }.
asking-went-out = This is on its way already.
too-many-asked-in = You can ask { $at_most } people in a day. Please come back tomorrow.
asked-around-lately = Whole streets, and all who live near, are asked rarely. You and your group can do so again from { $at } on.
hidden-groups-ask-nobody-around = Nobody is to know of this group, so ask people one by one.
street-too-far = This street is further away than { $km } km from the group.
asking-waiting = This waits for another of you.
asking-open = { $kind ->
    [person] There is time to answer until { $until }.
   *[other] Whom it reached can answer until { $until }.
  }
asking-came = { $name } came in by this.
asking-over = The time of this is over.
asked-in-by-person = { $name } asks you into { $group }.
asked-in-by-group = { $group } asks its neighbours in.
told-asked-in = { $hidden ->
    [yes] Somebody asks you into a group. Open it to see more.
   *[no] { $name } asks you into { $group }.
  }
told-asked-in-around = { $group } asks its neighbours in.
too-many-proposed = { $at_most } changes of this wait for another hand already.
