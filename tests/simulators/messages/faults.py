# SPDX-License-Identifier: Apache-2.0
"""What goes wrong, how often, and conversations that are held until the faults are cleared."""
import threading


class Faults:
    def __init__(self):
        self._changed, self._left, self._seconds, self._age, self.held = threading.Condition(), {}, {}, 0, []

    def add(self, kind, times, seconds=None):
        """`times` 0: until cleared; `seconds`: how long one holds at most."""
        with self._changed:
            self._seconds[kind] = seconds
            self._left[kind] = times if times else -1

    def take(self, kind):
        with self._changed:
            left = self._left.get(kind, 0)
            if left == 0:
                return False
            if left > 0:
                self._left[kind] = left - 1
            return True

    def hold(self, kind):
        """Waits here until the faults are cleared or its seconds are over, if such a fault is set."""
        if not self.take(kind):
            return
        with self._changed:
            age = self._age
            self.held.append(kind)
            self._changed.wait_for(lambda: self._age != age, self._seconds.get(kind))

    def one_of(self, prefix, statuses):
        """The status that a fault «prefix-STATUS» asks for."""
        return next((it for it in statuses if self.take(f'{prefix}-{it}')), None)

    def clear(self):
        with self._changed:
            self._left.clear()
            self.held.clear()
            self._age += 1
            self._changed.notify_all()
