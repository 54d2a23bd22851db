"""The table of all that a group can decide and the server carries out."""

from collections.abc import Mapping
from enum import StrEnum

from backend.decisions.about_agreements import AdoptAgreement, ChangeAgreement, EndAgreement
from backend.decisions.about_members import (
    AdmitMember,
    ElectSteward,
    RecallSteward,
    RemoveMember,
)
from backend.decisions.about_spaces import GiveUpSpace, HandOverSpace, TakeSpace
from backend.decisions.about_the_group import (
    ChangeRule,
    CloseGroup,
    JoinNeighbourhood,
    LeaveNeighbourhood,
    PublishWords,
    Words,
)
from backend.decisions.doing import Action


class ActionKind(StrEnum):
    """What a decision is about."""

    WORDS = "words"
    PUBLISH_WORDS = "publish_words"
    CHANGE_RULE = "change_rule"
    ADOPT_AGREEMENT = "adopt_agreement"
    CHANGE_AGREEMENT = "change_agreement"
    END_AGREEMENT = "end_agreement"
    ELECT_STEWARD = "elect_steward"
    RECALL_STEWARD = "recall_steward"
    ADMIT_MEMBER = "admit_member"
    REMOVE_MEMBER = "remove_member"
    TAKE_SPACE = "take_space"
    HAND_OVER_SPACE = "hand_over_space"
    GIVE_UP_SPACE = "give_up_space"
    JOIN_NEIGHBOURHOOD = "join_neighbourhood"
    LEAVE_NEIGHBOURHOOD = "leave_neighbourhood"
    CLOSE_GROUP = "close_group"


ACTIONS: Mapping[ActionKind, Action] = {
    ActionKind.WORDS: Words(),
    ActionKind.PUBLISH_WORDS: PublishWords(),
    ActionKind.CHANGE_RULE: ChangeRule(),
    ActionKind.ADOPT_AGREEMENT: AdoptAgreement(),
    ActionKind.CHANGE_AGREEMENT: ChangeAgreement(),
    ActionKind.END_AGREEMENT: EndAgreement(),
    ActionKind.ELECT_STEWARD: ElectSteward(),
    ActionKind.RECALL_STEWARD: RecallSteward(),
    ActionKind.ADMIT_MEMBER: AdmitMember(),
    ActionKind.REMOVE_MEMBER: RemoveMember(),
    ActionKind.TAKE_SPACE: TakeSpace(),
    ActionKind.HAND_OVER_SPACE: HandOverSpace(),
    ActionKind.GIVE_UP_SPACE: GiveUpSpace(),
    ActionKind.JOIN_NEIGHBOURHOOD: JoinNeighbourhood(),
    ActionKind.LEAVE_NEIGHBOURHOOD: LeaveNeighbourhood(),
    ActionKind.CLOSE_GROUP: CloseGroup(),
}


def action_of(kind: str) -> Action:
    """Return the action of this kind."""
    return ACTIONS[ActionKind(kind)]
