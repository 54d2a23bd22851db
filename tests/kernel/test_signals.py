"""Who listens to a signal is called in one order, in every process."""

from backend.kernel.signals import Signal


def test_they_are_called_in_the_order_in_which_they_began_to_listen():
    signal, heard = Signal(), []
    listening = [lambda _, number=number: heard.append(number) for number in range(100)]
    for each in listening:
        signal.connect(each)
    signal.connect(listening[50])
    signal.send("somebody")
    assert heard == list(range(100))


def test_who_is_gone_is_not_called():
    signal, heard = Signal(), []

    def stays(_):
        heard.append("stays")

    def goes(_):
        heard.append("goes")

    signal.connect(goes)
    signal.connect(stays)
    del goes
    signal.send("somebody")
    assert heard == ["stays"]
