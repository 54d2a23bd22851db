# What fits what: why something is suggested, and what people are told of it.

fits-by-words = It speaks of { $words }.
fits-by-category = It is about the same sort of thing.
fits-by-time = Both could be at { $at }.
fits-by-distance = { $metres ->
    [0] It is in the same few streets.
   *[other] It is about { $metres } metres away.
  }

told-post-fits-yours = A neighbour close by has posted something that may fit yours.
told-posts-fit-yours = Something that neighbours close by have posted may fit yours.
