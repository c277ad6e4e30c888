"""dev/serve: the demo database in a browser, until Ctrl-C."""

import socket
import subprocess

from .. import paths, say
from ..machine import postgres
from . import database
from .server import Server

DATABASE = "coi_demo"
PORT = 8069
LOGIN = "demo / demo"


def _port_is_free():
    with socket.socket() as one:
        # What a server of ours left waiting a moment ago does not count.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", PORT))
        except OSError:
            return False
    return True


def _make_demo():
    demo = paths.DEV / "demo"
    if not demo.exists():
        raise say.Stop(f"no demo database, and no {demo} to make one")
    say.line("There is no demo database yet: running dev/demo")
    if subprocess.run([demo], check=False).returncode:
        raise say.Stop("dev/demo failed")


def main():
    if not _port_is_free():
        raise say.Stop(f"port {PORT} is taken by another program: end that one first")
    with postgres.running():
        if not database.exists(DATABASE):
            _make_demo()
        server = Server(DATABASE, port=PORT, cron_threads=1)
        try:
            server.start()
            say.line(f"{server.url}   login / password: {LOGIN}   (Ctrl-C ends it)")
            code = server.process.wait()
            raise say.Stop(f"the server ended by itself ({code}); see {server.log}")
        except KeyboardInterrupt:
            say.line("ended")
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    say.main(main)
