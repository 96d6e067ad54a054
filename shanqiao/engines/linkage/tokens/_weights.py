"""How much an equal and a different token of each kind weigh; made by ``python -m bench.token_weights``, not by hand.

Learnt on 2026-11-26 from 3 pairs of invented lists of 50,000 rows, seeds 100 to 102.
"""

START = -0.027
SAME = {  # kind: (equal, different)
    "id": (2.345, -2.680),
    "tail_surname": (0.983, -1.093),
    "tail_name": (3.987, 0.000),
    "serial_last": (4.679, 0.000),
    "birth_last": (1.620, -1.238),
    "birth_surname": (1.301, -0.964),
    "phone_surname": (0.000, -0.052),
    "phone_name": (3.252, -0.296),
    "phone_last": (1.428, -0.576),
    "phone_day": (2.443, -0.419),
    "birth_building": (2.015, 0.000),
    "birth_street": (1.256, -0.091),
    "building_name": (3.180, -0.536),
    "building_last": (1.365, -0.829),
    "building_year": (1.583, -0.378),
    "street_name": (2.388, -0.401),
    "year_name": (1.861, -0.892),
    "day_name": (4.283, 0.000),
}
