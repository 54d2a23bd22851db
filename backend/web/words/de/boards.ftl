# Schwarze Bretter von Gruppen.

notice-not-found = Diesen Aushang gibt es hier nicht oder nicht mehr.
notice-already-written = Unter dieser Kennung wurde schon etwas anderes geschrieben.
too-many-notices = Du hast zuletzt { $at_most } Mal an Bretter geschrieben. Lass auch die anderen zu Wort kommen.
thread-is-full = Dieser Aushang hat { $at_most } Antworten. Bitte häng einen neuen auf.

told-notice = { $hidden ->
    [yes] Am Brett einer deiner Gruppen hängt etwas Neues.
   *[no] Am Brett von { $group } hängt etwas Neues.
  }
told-notice-answered = { $hidden ->
    [yes] Jemand hat auf deinen Aushang in einer deiner Gruppen geantwortet.
   *[no] Jemand hat auf deinen Aushang bei { $group } geantwortet.
  }
