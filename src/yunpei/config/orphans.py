"""A server process ends with the command that started it, even when that was killed outright and could tell nobody."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SERVED_BY = "YUNPEI_SERVED_BY"  # process id of `yunpei serve`, for the processes that it starts
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Ask the kernel for SIGKILL when `yunpei serve` dies. Does nothing elsewhere than below it, or off Linux.

    Not SIGTERM: granian's own way of stopping waits for the parent that is gone. Whatever was acknowledged is on disk.
    """
    parent = os.environ.get(SERVED_BY)
    if parent is None or int(parent) == os.getpid() or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before we asked
        os.kill(os.getpid(), signal.SIGKILL)
