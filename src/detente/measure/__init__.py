"""Relations over time: pairs and groups of states, as expressions over the store."""

from detente.measure.acts import COLUMNS
from detente.measure.dyad import Dyad, Turn, dyad
from detente.measure.groups import parse_group, state_names
from detente.measure.places import places
from detente.measure.relations import Relation, relations

__all__ = ["COLUMNS", "Dyad", "Relation", "Turn", "dyad", "parse_group", "places", "relations", "state_names"]
