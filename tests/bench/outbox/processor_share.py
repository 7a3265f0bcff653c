# SPDX-License-Identifier: Apache-2.0
"""A part of one processor for a program, as if it ran on a slow machine of its own. Needs root and control groups."""
import pathlib

GROUPS = pathlib.Path('/sys/fs/cgroup')
# Short, so that a host that has to pause while it holds a lock keeps the others waiting for a moment only.
PERIOD_US = 10_000


class ProcessorShare:
    """Of the program `pid` alone, not of those that it has started before."""

    def __init__(self, name, pid, share):
        quota = int(PERIOD_US * share)
        unified = (GROUPS / 'cgroup.controllers').exists()
        self.parent = GROUPS if unified else GROUPS / 'cpu'
        self.group = self.parent / f'curante-{name}'
        self.group.mkdir()
        if unified:
            (self.group / 'cpu.max').write_text(f'{quota} {PERIOD_US}')
        else:
            (self.group / 'cpu.cfs_period_us').write_text(str(PERIOD_US))
            (self.group / 'cpu.cfs_quota_us').write_text(str(quota))
        (self.group / 'cgroup.procs').write_text(str(pid))

    def end(self):
        for pid in (self.group / 'cgroup.procs').read_text().split():
            (self.parent / 'cgroup.procs').write_text(pid)
        self.group.rmdir()


def can_share():
    """Whether this machine lets us: a container often does not."""
    probe = GROUPS / 'curante-probe' if (GROUPS / 'cgroup.controllers').exists() else GROUPS / 'cpu' / 'curante-probe'
    try:
        probe.mkdir()
        able = (probe / 'cpu.max').exists() or (probe / 'cpu.cfs_quota_us').exists()
        probe.rmdir()
        return able
    except OSError:
        return False
