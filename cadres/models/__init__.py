from cadres.models.activations import Activation
from cadres.models.appointments import Appointment, Exemption, Position
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
from cadres.models.spans import valid_on
from cadres.models.units import Sector, Unit, UnitPlacement, UnitSuccession, UnitType, place_of

__all__ = [
    "DELEGATED",
    "GRANTABLE",
    "POST_ROLES",
    "RIGHTS",
    "SHEET_RIGHTS",
    "Activation",
    "Appointment",
    "Cadre",
    "Category",
    "DecidedByUnit",
    "Delegation",
    "Exemption",
    "FactorReset",
    "Holding",
    "ImportBatch",
    "Level",
    "Position",
    "Reach",
    "Right",
    "Role",
    "RoleGrant",
    "Seat",
    "Sector",
    "Sheet",
    "Supervision",
    "Unit",
    "UnitPlacement",
    "UnitSuccession",
    "UnitType",
    "holdings",
    "holds",
    "holds_at",
    "new_code",
    "offices",
    "open_to_stand_in",
    "place_of",
    "says_why_in_place",
    "serves_in",
    "stand_in_index",
    "valid_on",
    "within_reach",
]
