# Asking the neighbourhood for help at once.

only-urgent-needs-rally = The neighbourhood is asked for urgent needs alone.
enough-have-promised = All that is needed has been promised already.
already-rallied = The neighbourhood has been asked for this. It is asked once.
rally-again-at = You can ask the neighbourhood { $at_most } times in 30 days, and again from { $at } on.
rally-not-found = The neighbourhood has not been asked for this.
rally-wish-not-found = You have not said that you like to be asked.

rally-asking = Those within { $metres } metres who like to be asked have been. From { $at } on it goes to those within { $wider_metres } metres.
rally-asked = Those within { $metres } metres who like to be asked have been.
rally-over = Nobody further is being asked.

told-help-needed-close-by = A neighbour close by could use help now, until { $closes_at }.
