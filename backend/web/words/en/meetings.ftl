# Meetings of groups: when they are, and why something cannot be.

meeting-not-found = There is no such meeting in any of your groups.
meeting-date-not-found = The meeting has no such date.
meeting-not-ahead = A meeting lies ahead, and begins within { $at_most_days } days.
meeting-date-is-over = { $state ->
    [called_off] This date was called off.
    [running] This date has begun.
   *[over] This date has been.
  }
meeting-is-over = There are no more dates of this meeting.
meeting-not-yours = Whoever called the meeting changes it. If they are away, you can take it over together.
too-many-meetings = A group has { $at_most } meetings at most. Perhaps one of them can be changed.
too-many-dates-differ = So many dates differ from the rule that it would be better to call a new meeting.
space-needed-to-book = Say which space is to be booked.
meeting-in-this-space = The meeting has booked that space already.
space-keeps-other-time = The clock there shows another time. Take that space for single dates.
turn-is-taken = Somebody else opens up then.
turn-not-yours = You can give back or swap your own turn only, with the turn of somebody else.
thing-not-found = There is no such thing on the list.
thing-is-taken = Somebody else brings it already.
too-many-things = There are { $at_most } things on the list already.
nobody-opens-up = For this meeting nobody needs to open up.
too-many-on-the-rota = There are { $at_most } on the rota already. Thank you!

meeting-next = { $title } is next on { $starts_at }.
meeting-to-be-taken-over = { $title } is next on { $starts_at }. { $hands ->
    [one] One of you would
   *[other] { $hands } of you would
  } take it over; it takes { $needed }.
meeting-is-over-now = { $title } has no more dates.
meeting-date-planned = { $title } is on { $starts_at }.
meeting-date-moved = { $title } was moved: it is on { $starts_at }.
meeting-date-in-line = { $title } on { $starts_at } is full. You are number { $place } in line.
meeting-date-has-no-room = { $title } is on { $starts_at }, but it has no room any more.
meeting-date-running = { $title } is going on now, since { $starts_at }.
meeting-date-over = { $title } was on { $starts_at }.
meeting-date-called-off = { $title } on { $starts_at } was called off.

told-meeting-has-a-place = { $hidden ->
    [yes] There is a place for you at a meeting on { $starts_at } now.
   *[no] There is a place for you at { $title } on { $starts_at } now.
  }
told-meeting-lost-a-place = { $hidden ->
    [yes] There is room for fewer at a meeting on { $starts_at }: you are in line now.
   *[no] There is room for fewer at { $title } on { $starts_at }: you are in line now.
  }
told-meeting-is-elsewhere = { $hidden ->
    [yes] One of your meetings is somewhere else now.
   *[no] { $title } is somewhere else now.
  }
told-meeting-moved = { $hidden ->
    [yes] One of your meetings was moved to { $starts_at }.
   *[no] { $title } was moved to { $starts_at }.
  }
told-meeting-called-off = { $hidden ->
    [yes] Your meeting on { $starts_at } was called off.
   *[no] { $title } on { $starts_at } was called off.
  }
told-meeting-changed = { $hidden ->
    [yes] One of your meetings is at other times from { $starts_at } on.
   *[no] { $title } is at other times from { $starts_at } on.
  }
told-meeting-ended = { $hidden ->
    [yes] One of your meetings is no more, from { $starts_at } on.
   *[no] { $title } is no more, from { $starts_at } on.
  }
told-meeting-taken-over = { $hidden ->
    [yes] Others of the group look after one of your meetings now.
   *[no] Others of the group look after { $title } now.
  }
told-meeting-called = { $hidden ->
    [yes] One of your groups meets on { $starts_at }. Would you like to come?
   *[no] { $title } is on { $starts_at }. Would you like to come?
  }
told-meeting-lost-its-room = { $hidden ->
    [yes] { $dates ->
        [one] One of your meetings, on { $starts_at }, has no room any more.
       *[other] One of your meetings has no room any more on { $dates } dates, first on { $starts_at }.
      }
   *[no] { $dates ->
        [one] { $title } on { $starts_at } has no room any more. You could find another.
       *[other] { $title } has no room any more on { $dates } dates, first on { $starts_at }. You could find another.
      }
  }
told-meeting-has-a-room = { $hidden ->
    [yes] One of your meetings, on { $starts_at }, is in another place.
   *[no] { $title } on { $starts_at } is in another place: look where.
  }
told-meeting-has-other-rooms = { $hidden ->
    [yes] One of your meetings is in another place, from { $starts_at } on.
   *[no] { $title } is in another place from { $starts_at } on: look where.
  }
told-meeting-is-on-again = { $hidden ->
    [yes] Your meeting on { $starts_at } takes place after all.
   *[no] { $title } on { $starts_at } takes place after all.
  }
told-meeting-you-open = { $hidden ->
    [yes] It is your turn to open up on { $starts_at }, for somebody who cannot.
   *[no] It is your turn to open up for { $title } on { $starts_at }, for somebody who cannot.
  }
told-meeting-nobody-opens = { $hidden ->
    [yes] Nobody opens up for your meeting on { $starts_at } yet. Can you?
   *[no] Nobody opens up for { $title } on { $starts_at } yet. Can you?
  }
told-meeting-swap-asked = { $hidden ->
    [yes] Somebody asks you to open up on { $starts_at }, and would do it on { $other } instead.
   *[no] Somebody asks you to open up for { $title } on { $starts_at }, and would do it on { $other } instead.
  }
told-meeting-turns-swapped = { $hidden ->
    [yes] You have swapped: you open up on { $starts_at }, and somebody else on { $other }.
   *[no] You have swapped: you open up for { $title } on { $starts_at }, and somebody else on { $other }.
  }
told-meeting-has-its-room = { $hidden ->
    [yes] Your meeting on { $starts_at } has its room again.
   *[no] { $title } on { $starts_at } has its room again.
  }
