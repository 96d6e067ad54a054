"""`python -m shanqiao.host.borrow COMMAND…`: run a command with the database there, then let go."""

import subprocess
import sys

from shanqiao.host.problems import CannotStart
from shanqiao.host.use import database_in_use

if __name__ == "__main__":
    try:
        with database_in_use():
            ended = subprocess.run(sys.argv[1:], check=False).returncode
    except CannotStart as why:
        sys.exit(str(why))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(ended)
