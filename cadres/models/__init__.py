from cadres.models.activations import Activation
from cadres.models.appointments import Appointment, Exemption, Position, Remark, away_on, back_since, returned_on
from cadres.models.grants import Delegation, RoleGrant, Supervision, holdings, holds, holds_at, within_reach
from cadres.models.imports import ImportBatch
from cadres.models.people import Cadre, new_code
from cadres.models.rights import GRANTABLE, POST_ROLES, RIGHTS, Category, Level, Reach, Right, Role, Seat
from cadres.models.rosters import ExpectedPost, RosterAttestation
from cadres.models.spans import valid_on
from cadres.models.text import folded
from cadres.models.transfers import Briefing, Transfer
from cadres.models.units import Sector, Unit, UnitPlacement, UnitSuccession, UnitType, place_of

__all__ = [
    "GRANTABLE",
    "POST_ROLES",
    "RIGHTS",
    "Activation",
    "Appointment",
    "Briefing",
    "Cadre",
    "Category",
    "Delegation",
    "Exemption",
    "ExpectedPost",
    "ImportBatch",
    "Level",
    "Position",
    "Reach",
    "Remark",
    "Right",
    "Role",
    "RoleGrant",
    "RosterAttestation",
    "Seat",
    "Sector",
    "Supervision",
    "Transfer",
    "Unit",
    "UnitPlacement",
    "UnitSuccession",
    "UnitType",
    "away_on",
    "back_since",
    "folded",
    "holdings",
    "holds",
    "holds_at",
    "new_code",
    "place_of",
    "returned_on",
    "valid_on",
    "within_reach",
]
