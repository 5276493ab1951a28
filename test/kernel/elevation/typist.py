#!/usr/bin/python3
"""A terminal with somebody at it: runs a program on a pty and types a password each time it is asked for.

usage: typist.py PASSWORD FILE ARGS…    an empty PASSWORD: nobody types. Exits as the program did.
"""
import os
import pty
import signal
import sys

password, *argv = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(argv[0], argv)
# Closing a terminal hangs up who runs in it.
signal.signal(signal.SIGTERM, lambda *_: (os.close(terminal), sys.exit(1)))
seen = b''
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk)
    sys.stdout.flush()
    seen += chunk
    if password and b'Password of' in seen:
        seen = b''
        os.write(terminal, password.encode() + b'\n')
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
