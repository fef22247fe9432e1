from cadres.models.activations import Activation
from cadres.models.appointments import Appointment, Exemption, Position, Remark, away_on, back_since, returned_on
from cadres.models.decisions import (
    DecidedByUnit,
    open_to_stand_in,
    says_why_in_place,
    serves_in,
    stand_in_index,
)
from cadres.models.delegations import DELEGATED, Delegation, Supervision
from cadres.models.factor_resets import FactorReset
from cadres.models.grants import Holding, RoleGrant, holdings, holds, holds_at, offices, within_reach
from cadres.models.imports import SHEET_RIGHTS, ImportBatch, Sheet
from cadres.models.people import Cadre, new_code
from cadres.models.rights import GRANTABLE, POST_ROLES, RIGHTS, Category, Level, Reach, Right, Role, Seat
from cadres.models.rosters import ExpectedPost, RosterAttestation
from cadres.models.spans import valid_on
from cadres.models.transfers import Briefing, Transfer
from cadres.models.units import Sector, Unit, UnitPlacement, UnitSuccession, UnitType, place_of

__all__ = [
    "DELEGATED",
    "GRANTABLE",
    "POST_ROLES",
    "RIGHTS",
    "SHEET_RIGHTS",
    "Activation",
    "Appointment",
    "Briefing",
    "Cadre",
    "Category",
    "DecidedByUnit",
    "Delegation",
    "Exemption",
    "ExpectedPost",
    "FactorReset",
    "Holding",
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
    "Sheet",
    "Supervision",
    "Transfer",
    "Unit",
    "UnitPlacement",
    "UnitSuccession",
    "UnitType",
    "away_on",
    "back_since",
    "holdings",
    "holds",
    "holds_at",
    "new_code",
    "offices",
    "open_to_stand_in",
    "place_of",
    "returned_on",
    "says_why_in_place",
    "serves_in",
    "stand_in_index",
    "valid_on",
    "within_reach",
]
