"""Make this checkout ready: `python3 deploy/setup` to run shanqiao, `… dev` to change and test it.

Only what changed since the last time is done again. Nothing outside this folder is touched.
`… cluster` adds what planning on several machines needs, `… bench` labelled registers of others. `… lock` chooses newer packages and writes
the locks.
"""

import sys

from lock import lock_all
from steps import CannotSetUp, run_all

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  (an older Python may well be what runs this line)
        sys.exit("shanqiao 需要 Python 3.11 或更新版本。/ shanqiao needs Python 3.11 or newer.")
    try:
        if "lock" in sys.argv[1:]:
            lock_all()
        else:
            wanted = {name: name in sys.argv[1:] for name in ("dev", "cluster", "bench")}
            run_all(**wanted)
    except CannotSetUp as why:
        sys.exit(f"\n{why}")
