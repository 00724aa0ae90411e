"""A process that has loaded the parser once and forks workers from it. Runs as `python -m reader.parse.nursery FD`.

Of our own instead of multiprocessing's forkserver: that one brings a second helper process and imports the program's
main module into every worker. Forked from a loaded parent a worker is there in a few milliseconds and shares its
pages. It never reads a feed itself, so it always answers, and when its own parent is gone it ends all workers.

Commands on the socket: `F` and a descriptor forks a worker on it; `K` and a number ends the worker of that process id.
"""

import gc
import os
import signal
import socket
import sys

from reader.parse import wire, worker

DONE = 0


def main() -> None:
    """Obey the parent until it is gone."""
    # The terminal's Ctrl-C is for the program; it ends us by closing the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    # Pages that nobody collects are pages that workers go on sharing.
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, wire.COMMAND.size, 1, socket.MSG_WAITALL)
        if len(message) < wire.COMMAND.size:
            break
        command, first, second = wire.COMMAND.unpack(message)
        if command == wire.FORK:
            children.add(_forked(control, descriptors[0], first, second))
        else:
            _end(children, first)
        _reap(children)
    for child in tuple(children):
        _end(children, child)


def _forked(control: socket.socket, descriptor: int, memory: int, seconds: int) -> int:
    """Fork a worker that owns `descriptor`; return its process id."""
    child = os.fork()
    if child:
        os.close(descriptor)
        return child
    control.close()
    try:
        with socket.socket(fileno=descriptor) as connection:
            worker.serve(connection, memory, seconds)
    except OSError:
        pass  # The other side is gone, and so is the reason to be here.
    finally:
        os._exit(DONE)


def _end(children: set[int], child: int) -> None:
    if child in children:
        children.discard(child)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _reap(children: set[int]) -> None:
    """Forget workers that ended by themselves."""
    while children:
        child, _ = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        children.discard(child)


if __name__ == "__main__":
    main()
