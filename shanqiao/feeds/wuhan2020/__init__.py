"""The relief of Hubei in January 2020, as volunteers of wuhan2020 wrote it down, into plan files.

The volunteers' tables name institutions and what they asked for, factories and what they could
make, and the bodies that took gifts. `read_relief` turns them into needs and resources, finds the
institutions entered twice, and reports every row it could not use. What the tables do not say, and
what is assumed in its place, stands in `ASSUMED`.
"""

from ._relief import ASSUMED, Relief, read_relief, write_relief

__all__ = ["ASSUMED", "Relief", "read_relief", "write_relief"]
