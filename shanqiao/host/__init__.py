"""The machine room: PostgreSQL, the keys and the server processes on one machine.

Settings and the command know this package; nothing else does.
"""

from shanqiao.host.database import ensure_database, is_running, stop_database
from shanqiao.host.problems import CannotStart

__all__ = ["CannotStart", "ensure_database", "is_running", "stop_database"]
