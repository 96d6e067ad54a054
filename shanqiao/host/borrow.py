"""`python -m shanqiao.host.borrow COMMAND…`: run a command with the database there, then let go."""

import signal
import subprocess
import sys

from shanqiao.host.problems import CannotStart
from shanqiao.host.use import database_in_use


def borrow(words: list[str]) -> int:
    """Run the command to its end and say how it ended; asked to stop, it is asked to stop first."""
    # an exception, so that the database is let go on the way out
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with database_in_use(), subprocess.Popen(words) as command:
        try:
            return command.wait()
        except BaseException:
            command.terminate()
            raise


if __name__ == "__main__":
    try:
        sys.exit(borrow(sys.argv[1:]))
    except CannotStart as why:
        sys.exit(str(why))
    except KeyboardInterrupt:
        sys.exit(130)
