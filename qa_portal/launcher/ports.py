"""Sockets: on the loopback address, or, for a trial with tablets, on all addresses of the machine."""

import errno
import socket

from .failure import Failure

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
TRIES = 100


def listen(wanted: int, host: str = HOST) -> socket.socket:
    """A listening socket on `wanted`, or on the next free port after it. The web server inherits it, so nobody can take the port in between.

    Raises Failure when a hundred ports in a row are taken or the port is not ours to use.
    """
    for port in range(wanted, min(wanted + TRIES, 65536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(512)
            return listener
        except OSError as error:
            listener.close()
            if error.errno == errno.EACCES:
                raise Failure(
                    f"Port {port} is reserved for the system", "Name a port above 1023 with --port N"
                ) from error
            if error.errno != errno.EADDRINUSE:
                raise Failure(f"Port {port} cannot be used ({error.strerror})", "Name another with --port N") from error
    raise Failure(f"No port from {wanted} to {wanted + TRIES - 1} is free", "Name another with --port N")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def answers(port: int, host: str = HOST) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
