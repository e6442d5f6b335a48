"""Sockets: refused to a process for good, by the kernel (seccomp), where the system can do that."""

import ctypes
import errno
import platform
import sys

_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""What the kernel calls a machine, and its number of the call that makes a socket (``audit.h``, ``unistd.h``)."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _IF_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_OTHER_WORLD = 0x40000000
"""From here on the numbers of calls are those of another way to call the same kernel (x32)."""
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | errno.EACCES
_NUMBER, _MACHINE = 0, 4
"""Where the two stand in what the kernel tells a filter of a call."""


class _Step(ctypes.Structure):
    """A step of a filter: what to do, how many steps to jump if so and if not, and a number."""

    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def refuse_sockets() -> bool:
    """Let this process and all it starts make no socket from now on; those it has stay.

    Returns:
        Whether the system could do that: Linux on the usual machines can.
    """
    known = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or known is None:
        return False
    machine, make_socket = known
    # Calls of another machine (32 bits) are refused as a whole: their numbers mean something else.
    steps = (_Step * 7)(
        _Step(_LOAD, 0, 0, _MACHINE),
        _Step(_IF_EQUAL, 0, 3, machine),
        _Step(_LOAD, 0, 0, _NUMBER),
        _Step(_IF_LEAST, 1, 0, _OTHER_WORLD),
        _Step(_IF_EQUAL, 0, 1, make_socket),
        _Step(_RETURN, 0, 0, _REFUSED),
        _Step(_RETURN, 0, 0, _ALLOWED),
    )
    control = ctypes.CDLL(None).prctl
    zero, filtered = ctypes.c_ulong(0), _Filter(len(steps), steps)
    if control(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return bool(control(_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(filtered), zero, zero) == 0)
