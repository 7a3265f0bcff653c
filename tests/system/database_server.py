# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of a test's own, which outlives the hosts that use it."""
import glob
import pathlib
import shutil
import signal
import subprocess
import tempfile

from practice import AS_NOBODY, ROOT, wait_until

AS = AS_NOBODY if ROOT else []


class DatabaseServer:
    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix='curante-pg-'))
        self.directory.chmod(0o777)  # the server makes its own folders here
        programs = sorted(glob.glob('/usr/lib/postgresql/*/bin'))[-1]
        subprocess.run([*AS, f'{programs}/initdb', '-N', '-A', 'trust', '-U', 'practice', '--encoding=UTF8', '--locale=C.UTF-8',
                        '-D', self.directory / 'data'], check=True, capture_output=True, cwd='/')
        with open(self.directory / 'log', 'wb') as log:
            self.process = subprocess.Popen(
                [*AS, f'{programs}/postgres', '-D', self.directory / 'data', '-c', 'listen_addresses=', '-c', 'max_connections=300',
                 '-c', f'unix_socket_directories={self.directory}'], stdout=log, stderr=log, cwd='/')
        self.socket = self.directory / '.s.PGSQL.5432'
        wait_until(lambda: subprocess.run(self.psql('select 1'), capture_output=True, check=False).returncode == 0)

    def psql(self, text):
        return ['psql', '-h', str(self.directory), '-U', 'practice', '-qAtX', '-F', '\t', '-d', 'postgres', '-c', text]

    def rows(self, text):
        done = subprocess.run(self.psql(text), capture_output=True, text=True, check=True)
        return [line.split('\t') for line in done.stdout.splitlines()]

    def schema_of(self, table):
        return self.rows(f"select quote_ident(schemaname) from pg_tables where tablename = '{table}'")[0][0]

    def close(self):
        self.process.send_signal(signal.SIGINT)  # who is still there is sent away
        self.process.wait(60)
        shutil.rmtree(self.directory, ignore_errors=True)
