"""A group over HTTP: neighbours with phones, a clock that moves, and what they decide."""

from datetime import datetime
from typing import Any

PLACE = {"latitude": 53.9213, "longitude": -3.0178}


class Shed:
    """A group and those who belong to it, the founder first. All are tenured: it is new."""

    def __init__(self, neighbour: Any, clock: Any, members: int = 3, **facts: Any) -> None:
        self.clock = clock
        self.neighbour = neighbour
        self.people = [neighbour(f"Member {number}") for number in range(members)]
        founded = {"name": "Men's shed", "place": PLACE, **facts}
        answer = self.people[0].post("/v1/groups", founded)
        assert answer.status_code == 201, answer.json
        self.id = answer.json["id"]
        self.path = f"/v1/groups/{self.id}"
        for each in self.people[1:]:
            self.join(each)

    def __getitem__(self, number: int) -> Any:
        return self.people[number]

    def join(self, person: Any) -> None:
        answer = person.put(f"{self.path}/membership", {})
        assert answer.status_code == 200, answer.json

    def newcomer(self, name: str = "Newcomer") -> Any:
        """Let somebody join after all this, and return them."""
        person = self.neighbour(name)
        self.join(person)
        self.people.append(person)
        return person

    def pass_time(self, **time: float) -> None:
        """Let time pass, after which every phone renews its token."""
        self.clock.pass_time(**time)
        for each in self.people:
            each.renew()

    def propose(self, title: str = "Shall we open on Thursdays?", *, by: int = 0, **more: Any):
        answer = self.people[by].post(f"{self.path}/decisions", {"title": title, **more})
        assert answer.status_code == 201, answer.json
        return answer.json

    def refused(self, title: str = "Shall we?", *, by: int = 0, **more: Any) -> str:
        answer = self.people[by].post(f"{self.path}/decisions", {"title": title, **more})
        assert answer.status_code >= 400, answer.json
        return answer.json["code"]

    def vote(self, decision: Any, *votes: Any) -> None:
        """Let the first members vote, in their order; None for who does not."""
        for person, vote in zip(self.people, votes, strict=False):
            if vote is not None:
                choice = vote if isinstance(vote, dict) else {"vote": vote}
                answer = person.put(f"/v1/decisions/{decision['id']}/ballot", choice)
                assert answer.status_code == 200, answer.json

    def see(self, decision: Any, by: int = 0) -> Any:
        answer = self.people[by].get(f"/v1/decisions/{decision['id']}")
        assert answer.status_code == 200, answer.json
        return answer.json

    def until(self, decision: Any, which: str = "closes_at", *, seconds: float = 0) -> None:
        """Wait for an instant of a decision, and some seconds more."""
        at = datetime.fromisoformat(self.see(decision)[which])
        self.pass_time(seconds=(at - self.clock()).total_seconds() + seconds)

    def decided(self, title: str = "Shall we?", votes: Any = None, **more: Any) -> Any:
        """Propose something, let all vote yes unless said otherwise, and wait until it is done."""
        decision = self.propose(title, **more)
        if decision["state"] == "discussing":
            self.until(decision, "opens_at")
        if decision["method"] != "consent":
            about = decision["about"]
            for number, person in enumerate(self.people):
                if about is None or about["id"] != str(person.id):
                    vote = "yes" if votes is None else votes[number]
                    self.ballot(person, decision, vote)
        self.until(decision)
        if self.see(decision)["state"] == "cooling_off":
            self.until(decision, "takes_effect_at")
        return self.see(decision)

    @staticmethod
    def ballot(person: Any, decision: Any, vote: str) -> None:
        answer = person.put(f"/v1/decisions/{decision['id']}/ballot", {"vote": vote})
        assert answer.status_code == 200, answer.json
