# SPDX-License-Identifier: Apache-2.0
"""A practice whose database is copied while its host is down, and comes back from that copy."""
import shutil
import subprocess


class Copies:
    """For a test case that has its practice in `practice`."""

    def restart(self):
        self.practice.start_host()
        self.practice.sign_in()

    def copy(self):
        subprocess.run(['cp', '-a', self.practice.directory / 'host/database', self.practice.directory / 'copy'], check=True)

    def restore(self):
        shutil.rmtree(self.practice.directory / 'host/database')
        subprocess.run(['cp', '-a', self.practice.directory / 'copy', self.practice.directory / 'host/database'], check=True)
