from cadres.models.activations import Activation, ResetCode
from cadres.models.appointments import Appointment, Exemption, Position
from cadres.models.grants import Delegation, RoleGrant, Supervision, holdings, holds, holds_at, within_reach
from cadres.models.imports import ImportBatch
from cadres.models.people import Cadre, new_code
from cadres.models.registrations import Registration
from cadres.models.rights import GRANTABLE, POST_ROLES, RIGHTS, Category, Level, Reach, Right, Role, Seat
from cadres.models.spans import valid_on
from cadres.models.text import folded
from cadres.models.units import Sector, Unit, UnitPlacement, UnitSuccession, UnitType, place_of

__all__ = [
    "GRANTABLE",
    "POST_ROLES",
    "RIGHTS",
    "Activation",
    "Appointment",
    "Cadre",
    "Category",
    "Delegation",
    "Exemption",
    "ImportBatch",
    "Level",
    "Position",
    "Reach",
    "Registration",
    "ResetCode",
    "Right",
    "Role",
    "RoleGrant",
    "Seat",
    "Sector",
    "Supervision",
    "Unit",
    "UnitPlacement",
    "UnitSuccession",
    "UnitType",
    "folded",
    "holdings",
    "holds",
    "holds_at",
    "new_code",
    "place_of",
    "valid_on",
    "within_reach",
]
