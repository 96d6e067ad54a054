"""Rules of the city about residents, the parameters they speak of, and what was tried before one came into force."""

from .parameters import Parameter, ParameterValue
from .rules import InForce, Rule, RuleVersion
from .simulations import Simulation

__all__ = ["InForce", "Parameter", "ParameterValue", "Rule", "RuleVersion", "Simulation"]
