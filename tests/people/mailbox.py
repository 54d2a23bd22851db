"""A mail server on this machine, so that what is sent is really sent and can be read."""

import re
import socketserver
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


class Mailbox:
    """Every letter that arrived, the newest last, each with the envelope's recipient."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _conversation(self))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def newest(self) -> EmailMessage:
        return self.letters[-1][1]

    def code(self) -> str:
        """Return the code in the newest letter."""
        found = re.search(r"\b\d{6}\b", self.newest().get_content())
        assert found is not None, self.newest().get_content()
        return found[0]


def _conversation(mailbox: Mailbox) -> type[socketserver.StreamRequestHandler]:
    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 mailbox")
            recipient = ""
            while line := self.rfile.readline().decode().strip():
                match line.split(" ")[0].upper().split(":")[0]:
                    case "EHLO":
                        self.say("250-mailbox")
                        self.say("250-8BITMIME")
                        self.say("250 SMTPUTF8")
                    case "RCPT":
                        recipient = line.partition("<")[2].partition(">")[0]
                        self.say("250 ok")
                    case "DATA":
                        self.say("354 go on")
                        mailbox.letters.append((recipient, self.letter()))
                        self.say("250 kept")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 ok")

        def letter(self) -> EmailMessage:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            return letter

    return Conversation
