## Why a post is in the feed
feed-urgent = Somebody could use this right away.
feed-soon = This is about the next few days.
feed-starts = This begins { $at }.
feed-you-like-to-bring = You said that you like to bring something like this.
feed-near = This is near you.
feed-hello = A neighbour says hello.

## What cannot be shown on a map
map-too-large = That is a large piece of the map. Please come closer, to { $at_most_kilometres } kilometres or less from side to side.
map-inside-out = The west has to be west of the east, and the south south of the north.
