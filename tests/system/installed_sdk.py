# SPDX-License-Identifier: Apache-2.0
"""The SDK as a stranger has it: the package, installed below a folder of its own, and nothing of our tree."""
import os
import pathlib
import shutil
import subprocess

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get('CURANTE_BUILD', PROJECT / 'build/release'))


class InstalledSdk:
    def __init__(self, scratch):
        made = subprocess.run([PROJECT / 'packaging/sdk-package', BUILD.name], capture_output=True, text=True, check=True)
        self.package = PROJECT / made.stdout.strip()
        self.folder = scratch / 'installed/usr'
        self.tool = self.folder / 'bin/curante'
        self._install(scratch / 'dpkg')

    def _install(self, books):
        """As dpkg does, its dependencies looked up on this machine."""
        root = self.folder.parent
        for folder in (root, books / 'info', books / 'updates', books / 'triggers'):
            folder.mkdir(parents=True)
        shutil.copy('/var/lib/dpkg/status', books)
        done = subprocess.run(['dpkg', f'--admindir={books}', f'--instdir={root}', f'--log={books}/log', '--force-not-root',
                               '--no-triggers', '--install', self.package], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)

    def environment(self, **more):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(('CURANTE', 'CMAKE', 'CXX', 'CC'))}
        return {**clean, 'CMAKE_PREFIX_PATH': str(self.folder), 'PATH': f'{self.folder}/bin:{clean["PATH"]}', **more}

    def run(self, line, folder, **more):
        return subprocess.run([str(word) for word in line], cwd=folder, capture_output=True, text=True,
                              env=self.environment(**more))

    def scaffold(self, folder, *line):
        """The folder of a new plugin's project, made by the tool in `folder`."""
        done = self.run([self.tool, 'plugin', 'new', *line], folder)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return pathlib.Path((done.stdout + done.stderr).split('made     ')[1].split('\n')[0])
