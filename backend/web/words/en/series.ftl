# Series: a space again and again.

series-not-found = There is no such series for you.
series-not-yours = Only who booked the series can do that, or who keeps the space.
series-cannot-become = That is no longer possible with this series.
series-dates-not-free = { $skipped } of { $wanted } times cannot be had, the first on { $starts_at }. You may take what is free.
no-date-is-free = None of these times can be had, from { $starts_at } on.
rule-has-an-end = This way of repeating says when it ends, so it does not run until stopped.
change-starts-too-early = The change begins on { $from_on }; its first time cannot be before that.

series-asked = The keepers of { $space } have until { $answer_by }{ $silence ->
    [yes] ; then it is yours.
   *[no] ; without an answer it is not held for you.
  }
series-asked-for-keeper = Somebody would like { $space } { $ahead } times, from { $next_at }. Please answer by { $answer_by }{ $silence ->
    [yes] ; silence means yes.
   *[no] ; silence means no.
  }
series-asked-of-group = Somebody would like { $space } { $ahead } times, from { $next_at }. It takes { $needed } of you; so far { $yes } said yes and { $no } no. You have until { $answer_by }{ $silence ->
    [yes] ; silence means yes.
   *[no] ; silence means no.
  }
series-standing = { $ahead ->
    [one] { $space } is booked one more time, on { $next_at }.
   *[other] { $space } is booked { $ahead } more times, next on { $next_at }.
  }
series-until-stopped = { $space } is booked again and again, next on { $next_at }.
series-waits-for-dates = { $space } is booked again and again; the next times follow.
series-over = This series is over.
series-declined = The keepers of { $space } cannot make this series possible.
series-lapsed = Nobody answered in time; { $space } is not held for this series.
series-cancelled = This series was called off.
series-cancelled-by-keeper = A keeper of { $space } had to call this series off.
series-released = This series was given back.
series-date-skipped = { $starts_at } could not be had.

told-series-asked = Somebody would like { $space } { $dates } times, from { $starts_at }. Please answer by { $answer_by }.
told-series-asked-no-more = The question about a series in { $space } has been taken back.
told-series-answered-yes = Your series in { $space } is yes.
told-series-answered-no = The keepers of { $space } cannot make your series possible.
told-series-cancelled-by-group = { $dates ->
    [one] Somebody of your group called off one date in { $space }.
   *[other] Somebody of your group called off { $dates } dates in { $space }.
  }
told-series-cancelled-by-keeper = { $dates ->
    [one] A keeper of { $space } had to call off one time of your series.
   *[other] A keeper of { $space } had to call off { $dates } times of your series.
  }
told-series-dates-skipped = Your series in { $space } goes on, but not on { $starts_at }: somebody has it then, or it is closed.
told-series-looked-at = A series in { $space } goes on for another year from { $renew_by }, unless somebody waits for that time.
told-series-not-renewed = Somebody waits for the time of a series in { $space }, so it comes to its end.
told-series-released-space-retired = { $space } is no longer shared, so your series there has ended.
told-date-taken-back = We are sorry: { $space } is needed for something else from { $starts_at }. "{ $words }" There are other times for you.
