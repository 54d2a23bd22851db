## How a space stands, on a list of what is near
space-found-open = Open around the clock.
space-found-open-until = Open until { $at }.
space-found-opens = Closed now; opens { $at }.
space-found-closed = Closed for the next two weeks.
space-found-asks = The people there are asked first.

## What cannot be looked for
free-time-needs-both-ends = Please say both from when and until when it should be free.
free-time-wrong-way-round = The time ends before it begins. Please turn it round.
free-time-too-far-apart = That is a long time to look through. At most { $at_most_days } days can be searched at once.
free-time-in-the-past = That time is over. Please choose one to come.
free-time-longer-than-its-window = There are fewer minutes than that between the beginning and the end.
words-say-nothing = Please use some letters or digits to search by.
