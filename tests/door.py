"""The door of the portal under test: between two tests nobody is inside.

A browser that is closed may have sent a last save a moment before. The portal would still be writing it while the database is emptied for the next
test: a deadlock on PostgreSQL, a row of the old world in the new one on SQLite.
"""

from threading import Condition

SECONDS_TO_LEAVE = 30
SHUT = b"The portal under test is shut between two tests. Ask for the fixture open_server."


class Door:
    """A WSGI application in front of another: it counts who is inside, and lets nobody in while it is shut."""

    def __init__(self, application):
        self._application = application
        self._changed = Condition()
        self._inside = 0
        self._is_open = False

    def open(self) -> None:
        with self._changed:
            self._is_open = True

    def shut(self) -> None:
        """Shut the door and wait until the last request is answered. TimeoutError: one is still inside."""
        with self._changed:
            self._is_open = False
            if not self._changed.wait_for(lambda: self._inside == 0, SECONDS_TO_LEAVE):
                raise TimeoutError(f"{self._inside} requests are not answered {SECONDS_TO_LEAVE} s after the test")

    def __call__(self, environ, start_response):
        with self._changed:
            if not self._is_open:
                start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
                return [SHUT]
            self._inside += 1
        try:
            return _Answer(self._application(environ, start_response), self._leave)
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()


def door_of(live_server) -> Door:
    """The door of this server, built in when it is first asked for; it is shut then."""
    server = live_server.thread.httpd
    if not isinstance(server.get_app(), Door):
        server.set_app(Door(server.get_app()))
    return server.get_app()


class _Answer:
    """What the server sends; the request is inside until the server closes it."""

    def __init__(self, parts, leave):
        self._parts, self._leave = parts, leave

    def __iter__(self):
        return iter(self._parts)

    def close(self) -> None:
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            self._leave()
