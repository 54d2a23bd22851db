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

request-asked = { $name } would like to join { $group }.
request-admitted = { $name } was let into { $group }.
request-declined = { $name } was not let into { $group }.
request-withdrawn = Somebody no longer wishes to join { $group }.
request-lapsed = Nobody answered { $name } in time.
request-mine-asked = { $group } has until { $until } to answer you.
request-mine-admitted = { $group } let you in.
request-mine-declined = { $group } did not let you in. You can ask again.
request-mine-withdrawn = You took back that you would like to join { $group }.
request-mine-lapsed = { $group } did not answer. You can ask again.

told-join-request-asked = Somebody would like to join { $group }.
told-join-request-admitted = { $group } has let you in.
told-join-request-declined = { $group } has not let you in this time.
