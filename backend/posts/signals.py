"""What posts tell the rooms above, in the same transaction and with the post locked."""

from backend.kernel.signals import Signal

post_opened = Signal("The session as its sender, with post and now. Also when it is opened again.")
post_changed = Signal(
    "The session as its sender, with post and now, when its terms or its end have changed: "
    "``terms_version`` has gone up, or ``open_until`` is another."
)
post_ended = Signal(
    "The session as its sender, with post, now and withdrawn: nobody can ask any more. What was "
    "agreed stands, unless it is withdrawn."
)
post_settling = Signal(
    "The session as its sender, with post and now, before its writer changes, ends or renews it. "
    "Receivers write down what the clock has made of its promises, so that ``held`` is true."
)
dates_taken_away = Signal(
    "The session as its sender, with post, dates and now, before its writer takes dates away. "
    "Receivers refuse those that somebody holds, with ``MoreIsHeld``."
)
