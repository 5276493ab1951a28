#!/usr/bin/python3
"""A polkit authentication agent that never lets anyone in: it dismisses the dialog, fails, or never answers.

usage: agent.py cancel|fail|hang ASK_FIFO ANSWER_FIFO

For each pid read from ASK_FIFO it registers itself for that process and writes "ok" to ANSWER_FIFO. Without logind there
are no sessions, so an agent serves one process: the parent of pkexec, which pkexec asks polkit about.
"""
import sys
import threading

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

AUTHORITY = 'org.freedesktop.PolicyKit1'
PATH = '/org/probescope/TestAgent'


class Cancelled(dbus.DBusException):
    _dbus_error_name = 'org.freedesktop.PolicyKit1.Error.Cancelled'


class Failed(dbus.DBusException):
    _dbus_error_name = 'org.freedesktop.PolicyKit1.Error.Failed'


class Agent(dbus.service.Object):
    def __init__(self, bus, mode):
        super().__init__(bus, PATH)
        self.mode = mode

    @dbus.service.method('org.freedesktop.PolicyKit1.AuthenticationAgent', in_signature='sssa{ss}saa{sv}',
                         async_callbacks=('answer', 'refuse'))
    def BeginAuthentication(self, action, message, icon, details, cookie, identities, answer, refuse):
        print('asked', action, message, flush=True)
        if self.mode == 'hang':
            return
        refuse(Cancelled('dismissed') if self.mode == 'cancel' else Failed('wrong password'))

    @dbus.service.method('org.freedesktop.PolicyKit1.AuthenticationAgent', in_signature='s')
    def CancelAuthentication(self, cookie):
        print('withdrawn', flush=True)


def start_time(pid):
    with open(f'/proc/{pid}/stat', encoding='latin-1') as stat:
        return int(stat.read().rpartition(')')[2].split()[19])


def uid(pid):
    with open(f'/proc/{pid}/status', encoding='latin-1') as status:
        line = next(line for line in status if line.startswith('Uid:'))
        return int(line.split()[1])


def register(bus, pid):
    subject = ('unix-process', {
        'pid': dbus.UInt32(pid, variant_level=1),
        'start-time': dbus.UInt64(start_time(pid), variant_level=1),
        'uid': dbus.Int32(uid(pid), variant_level=1),
    })
    authority = bus.get_object(AUTHORITY, '/org/freedesktop/PolicyKit1/Authority')
    authority.RegisterAuthenticationAgent(
        subject, 'en_US.UTF-8', PATH, dbus_interface='org.freedesktop.PolicyKit1.Authority')


def serve(bus, ask, answer):
    while True:
        with open(ask, encoding='ascii') as asked:
            pid = int(asked.read())
        done = threading.Event()
        GLib.idle_add(lambda: (register(bus, pid), done.set(), False)[-1])
        done.wait()
        with open(answer, 'w', encoding='ascii') as answered:
            answered.write('ok\n')


def main():
    mode, ask, answer = sys.argv[1:4]
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    dbus.mainloop.glib.threads_init()
    bus = dbus.SystemBus()
    agent = Agent(bus, mode)
    threading.Thread(target=serve, args=(bus, ask, answer), daemon=True).start()
    print('ready', flush=True)
    GLib.MainLoop().run()
    return agent


main()
