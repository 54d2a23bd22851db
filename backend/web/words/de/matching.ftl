# Was zu was passt: warum etwas vorgeschlagen wird, und was Leute davon erfahren.

fits-by-words = Es geht um { $words }.
fits-by-category = Es ist etwas von derselben Art.
fits-by-time = Beides ginge am { $at }.
fits-by-distance = { $metres ->
    [0] Es ist in denselben paar Straßen.
   *[other] Es ist etwa { $metres } Meter entfernt.
  }

told-post-fits-yours = Jemand in deiner Nähe hat etwas eingestellt, das zu deinem passen könnte.
told-posts-fit-yours = Etwas, das Leute in deiner Nähe eingestellt haben, könnte zu deinem passen.
