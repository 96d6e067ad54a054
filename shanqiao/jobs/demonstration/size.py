from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large the generated city is."""

    name: str
    stations: int
    workers_at_a_station: int
    residents: int
    needs: int
    hosts: int
    community_funds: int
    programmes: int
    enterprises: int
    volunteer_groups: int
    weeks_between_plans: int
    answered: float  # share of the proposals of a plan that managers answer before the next


SMALL = Size(
    name="small",
    stations=24,
    workers_at_a_station=2,
    residents=400,
    needs=600,
    hosts=12,
    community_funds=14,
    programmes=8,
    enterprises=4,
    volunteer_groups=4,
    weeks_between_plans=1,
    answered=0.7,
)
CITY = Size(
    name="city",
    stations=176,
    workers_at_a_station=3,
    residents=20_000,
    needs=30_000,
    hosts=60,
    community_funds=528,
    programmes=200,
    enterprises=130,
    volunteer_groups=72,
    weeks_between_plans=3,
    answered=0.2,
)
SIZES = {size.name: size for size in (SMALL, CITY)}
