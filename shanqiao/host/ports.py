"""Which port is free, and whether somebody answers there."""

import http.client
import socket
from collections.abc import Iterable

from shanqiao.host.problems import CannotStart


def why_taken(host: str, port: int) -> str:
    """What keeps us from listening there, in the system's words; empty when nothing does."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as why:
            return why.strerror or str(why)
    return ""


def first_free(ports: Iterable[int]) -> int:
    """The first port on this machine that nobody listens to.

    Raises:
        CannotStart: there is none.
    """
    for port in ports:
        if not why_taken("127.0.0.1", port):
            return port
    raise CannotStart(
        "本机可用的端口都被占用。请关掉不用的程序，再试一次。",
        "Every port we may use is taken. Close programs you do not need, and try again.",
    )


def answers(host: str, port: int) -> bool:
    """A web server there answers, whatever it says."""
    asked = http.client.HTTPConnection(host, port, timeout=20)
    try:
        asked.request("GET", "/")
        return asked.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
