# SPDX-License-Identifier: Apache-2.0
"""A practice that runs from an installation of its own."""
import pathlib
import shutil
import subprocess
import tempfile

from practice import BUILD, Practice

CORE_KEY = BUILD / 'keys/core.key'


class Installation(Practice):
    """A practice whose program is a copy, so that a plugin of it can be exchanged on disk."""

    def __init__(self):
        self.copy = pathlib.Path(tempfile.mkdtemp(prefix='curante-installation-'))
        self.copy.chmod(0o755)
        (self.copy / 'bin').mkdir()
        for name in ('curante', 'curante-runner'):
            shutil.copy2(BUILD / 'bin' / name, self.copy / 'bin')
        for name in ('lib', 'share'):
            shutil.copytree(BUILD / name, self.copy / name)
        super().__init__()

    def host_command(self, *more):
        command = super().host_command(*more)
        command[0] = str(self.copy / 'bin/curante')
        return command

    def close(self):
        try:
            super().close()
        finally:
            shutil.rmtree(self.copy)

    def install(self, plugin, version, sign=True, key=CORE_KEY):
        """Puts the plugin there as if it had been built with another version of the same length."""
        built = (BUILD / f'lib/curante/{plugin}.so').read_bytes()
        assert b'0.1.0' in built
        library = self.copy / f'lib/curante/{plugin}.so'
        library.unlink()
        library.write_bytes(built.replace(b'0.1.0', version.encode()))
        library.chmod(0o755)
        if sign:
            subprocess.run([BUILD / 'bin/curante', 'plugin', 'sign', library, '--key', key], check=True, capture_output=True)
            library.with_suffix('.sig').chmod(0o644)
