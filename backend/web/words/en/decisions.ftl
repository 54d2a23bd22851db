# Decisions: what is asked, how it stands, and why something cannot be.

decision-not-found = There is no such decision here, or not any more.
words-not-found = Nothing is published at this address.
words-of-a-group = One of the groups here
words-decided = { $method ->
    [consent] Members who were asked: { $electors }. Nobody objected.
    [majority] Members who could vote: { $electors }. For it: { $yes }. Against it: { $no }.
    [two_thirds] Members who could vote: { $electors }. For it: { $yes }. Against it: { $no }.
   *[other] Members who could vote: { $electors }. So many did: { $ballots }.
  }
decision-is-frozen = The vote has begun. Nothing of what is voted on changes any more.
not-your-decision = Only whoever proposed it can do this.
not-voting-now = One cannot vote on it now.
not-an-elector = Those vote who belonged to the group for a while when the vote opened, and not whom it is about.
ballot-does-not-fit = { $method ->
    [consent] Say whether it is fine with you, or whether you object.
    [support] Say for each of the { $options } options, the last included, how much you are for it: 0 to 5.
    [lot] Name one of the options.
   *[other] Say yes or no, or abstain.
  }
method-not-for-this = This matter is decided in another way: { $ways ->
    [two_thirds] two thirds of those who say yes or no must be for it.
    [two_thirds_or_majority] two thirds of those who say yes or no must be for it, or more than half.
    [support_or_lot] you say of each option how much you are for it, or one of the votes is drawn.
   *[other] it is asked whether anybody objects, or more than half or two thirds must be for it.
  }
weight-only-rises = { $least ->
    [charter] This matter touches what the group is built on. It takes the time for that.
   *[other] This matter weighs more than that.
  }
options-do-not-fit = Options are for questions with a choice: give { $least } to { $most }, or none.
closing-does-not-fit = A vote on this closes { $hours ->
    [one] an hour
   *[other] { $hours } hours
  } from now at the earliest, and lasts { $days } days at most.
action-impossible = { $why ->
    [person_gone] Whom it is about is no longer here.
    [not_in_group] Whom it is about does not belong to the group.
    [no_wish_to_join] They have not asked to join, or not any more.
    [no_steward] They do not look after the group now.
    [no_stewards_here] In a small group everybody looks after it. It needs no stewards.
    [no_seat_free] As many look after the group as it has seats for.
    [agreement_over] This agreement no longer holds.
    [review_not_ahead] The day of review must come after this takes effect, within five years.
    [not_a_neighbourhood] There is no such neighbourhood to join.
    [neighbourhood_is_nearby] A neighbourhood is there for everybody to see.
    [in_it_already] The group belongs to that neighbourhood already.
    [in_no_neighbourhood] The group belongs to no neighbourhood.
    [too_few_to_decide] There are too few in the group to decide this.
    [nothing_would_change] It would change nothing.
    [space_gone] The space is no longer shared.
    [space_kept_by_another] Another group keeps the space.
    [key_not_brought] Only somebody who holds its key can bring a space into the group.
    [space_not_ours] The group does not keep that space.
    [space_ours_already] The group keeps that space already.
    [no_key_there] They would first have to hold its key, or as a group decide to take it.
    [rooms_inside] There are rooms inside that are still shared.
   *[cannot_be_done] When its time came, it could not be done.
  }
tied-lately = The same was asked and ended in a tie. It can be asked again after { $until }.
contested-lately = The same was contested. It can be asked again as a weightier matter, or with two thirds.
too-many-decisions = { $at_most } decisions are under way. Please let one of them end first.
nothing-to-contest = It has not passed, or it has taken effect.
not-talked-about = This is no longer being talked about.
too-many-remarks = You have said { $at_most } things to this. Let others have a word.
not-counted-yet = Votes are shown once they are counted, and without names.

decision-option = { $words }
all-stays = All stays as it is.
decision-draft = Only you see this draft.
decision-discussing = You can talk about it until { $until }. Then the vote opens.
decision-asking = Any objections until { $until }? Without any, it is decided.
decision-asking-longer = Too few had voted, so there is more time: until { $until }.
decision-voting = You can vote until { $until }.
decision-voting-without-you = The others can say what they think of it until { $until }. You do not vote on this.
decision-rejected = It did not pass. All stays as it is.
decision-objected = Somebody objected. All stays as it is.
decision-no-quorum = Fewer than { $quorum } voted. All stays as it is.
decision-tied = As many were for it as against. All stays as it is.
decision-cooling-off = It has passed, and takes effect on { $until } unless { $needed ->
    [one] one of you contests it.
   *[other] { $needed } of you contest it.
  }
decision-contested = It had passed, and { $needed ->
    [one] one of you
   *[other] { $needed } of you
  } contested it. All stays as it is.
decision-enacted = It was decided and done.
decision-chosen = You chose: { $chosen }
decision-impossible = It could not be done any more.
vote-is-secret = Nobody is told how you vote. { $few ->
    [yes] But you are so few that the result alone may show it.
   *[no] The result is shown without names.
  }
decision-withdrawn = It was withdrawn.

told-decision-opened = { $group } asks: “{ $title }”. You can answer until { $until }.
told-decision-extended = { $group } still asks: “{ $title }”. You can answer until { $until }.
told-decision-settled = { $state ->
    [enacted] { $group } has decided: “{ $title }”
    [cooling_off] { $group } has decided: “{ $title }”. It can still be contested.
    [contested] It was contested, and nothing changes in { $group }: “{ $title }”
    [objected] Somebody objected in { $group }: “{ $title }”
    [tied] It ended in a tie in { $group }: “{ $title }”
    [impossible] It could not be done any more in { $group }: “{ $title }”
    [no_quorum] Too few voted in { $group }: “{ $title }”
   *[rejected] It did not pass in { $group }: “{ $title }”
  }
told-decision-of-mine = One of your groups decides something.
