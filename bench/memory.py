"""How much memory a process held at most."""

from pathlib import Path


def peak_mib(process="self"):
    """The most that was resident at once since the process began its program, in MiB; needs Linux.

    ``ru_maxrss`` is no measure of a child: it starts with what the parent held when it made the child, and keeps that
    when another program begins. VmHWM begins anew with the program.

    Args:
        process: its number.

    Source:
        proc_pid_status(5); getrusage(2).
    """
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    line = next(each for each in lines if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
