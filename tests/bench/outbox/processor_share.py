# SPDX-License-Identifier: Apache-2.0
"""A part of one processor for a program, as if it ran on a slow machine of its own. Needs root and control groups."""
import contextlib
import pathlib

GROUPS = pathlib.Path('/sys/fs/cgroup')
UNIFIED = (GROUPS / 'cgroup.controllers').exists()
TOP = GROUPS if UNIFIED else GROUPS / 'cpu'
# Short, so that a host that has to pause while it holds a lock keeps the others waiting for a moment only.
PERIOD_US = 10_000


def group_of(pid):
    """Where the program is now: `0::/path`, or `4:cpu,cpuacct:/path`."""
    for line in pathlib.Path(f'/proc/{pid}/cgroup').read_text().splitlines():
        _, controllers, path = line.split(':', 2)
        if controllers == '' if UNIFIED else 'cpu' in controllers.split(','):
            return TOP / path.lstrip('/')
    return TOP


class ProcessorShare:
    """Of the program `pid` alone, not of those that it has started before. It goes back where it was at the end."""

    def __init__(self, name, pid, share):
        quota = int(PERIOD_US * share)
        self.home = group_of(pid)
        self.group = TOP / f'curante-{name}'
        self.group.mkdir(exist_ok=True)  # one of a run that was killed is taken over
        try:
            if UNIFIED:
                (self.group / 'cpu.max').write_text(f'{quota} {PERIOD_US}')
            else:
                (self.group / 'cpu.cfs_period_us').write_text(str(PERIOD_US))
                (self.group / 'cpu.cfs_quota_us').write_text(str(quota))
            (self.group / 'cgroup.procs').write_text(str(pid))
        except BaseException:
            self.end()
            raise

    def end(self):
        for pid in (self.group / 'cgroup.procs').read_text().split():
            with contextlib.suppress(ProcessLookupError):
                (self.home / 'cgroup.procs').write_text(pid)
        self.group.rmdir()


def can_share():
    """Whether this machine lets us: a container often does not."""
    probe = TOP / 'curante-probe'
    try:
        probe.mkdir(exist_ok=True)
        able = (probe / ('cpu.max' if UNIFIED else 'cpu.cfs_quota_us')).exists()
        probe.rmdir()
        return able
    except OSError:
        return False
