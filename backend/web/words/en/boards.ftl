# Notice boards of groups.

notice-not-found = There is no such notice here, or not any more.
notice-already-written = Something else was written with this id.
too-many-notices = You have written { $at_most } things on boards lately. Let the others have a word.
thread-is-full = This notice has { $at_most } answers. Put up another one, please.

told-notice = { $hidden ->
    [yes] There is something new on the board of one of your groups.
   *[no] There is something new on the board of { $group }.
  }
told-notice-answered = { $hidden ->
    [yes] Somebody answered what you put up in one of your groups.
   *[no] Somebody answered what you put up in { $group }.
  }
