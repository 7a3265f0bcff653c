# SPDX-License-Identifier: Apache-2.0
"""The kernel's bench tells every figure it promises. How fast is told by it, and never asserted here."""
import json
import subprocess
import unittest

from practice import BUILD

PROMISED = ('load_20_ms', 'lookup_call_direct_ns', 'marshalled_patient_ns', 'isolated_p50_us', 'isolated_p99_us',
            'bare_socket_p50_us', 'spawn_isolated_ms', 'spawn_isolated_bare_ms', 'verify_load_20_ms',
            'bare_dlopen_20_ms', 'verify_load_20_ratio', 'host_start_ms', 'host_rss_mb')


class BenchTest(unittest.TestCase):
    def test_each_figure_is_measured(self):
        done = subprocess.run([BUILD / 'bin/curante', 'bench', 'kernel', '--json'], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        figures = json.loads(done.stdout)
        for name in PROMISED:
            self.assertGreater(figures.get(name, 0), 0, name)
        # What is checked cannot take less than what is not, and p99 not less than p50.
        self.assertGreater(figures['verify_load_20_ms'], figures['bare_dlopen_20_ms'])
        self.assertGreaterEqual(figures['isolated_p99_us'], figures['isolated_p50_us'])


if __name__ == '__main__':
    unittest.main()
