## Finding places by their names
place-search-off = This server cannot look up addresses. Please choose the place on the map.
place-search-away = The address book does not answer right now. Please try again in a moment, or choose the place on the map.
place-search-busy = Many people are looking for addresses right now. Please try again in a few seconds.
place-needed = Please say where it is.
