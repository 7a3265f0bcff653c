# SPDX-License-Identifier: Apache-2.0
"""Issuing prescriptions through REST beside pgbench running the same SQL transaction.

The transaction is not written down here: it is taken from the database server's log while one prescription is issued,
with its identifiers made new for each run of pgbench.
"""
import json
import os
import pathlib
import pwd
import re
import subprocess
import tempfile
import uuid

from practice import AS_NOBODY, BUILD, ROOT

CLIENTS = 8
UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")


def owner(practice, program, *words, **more):
    """Runs a program of PostgreSQL's as the cluster's owner."""
    lock = (practice.directory / 'host/database/cluster/postmaster.pid').read_text().splitlines()
    command = [*(AS_NOBODY if ROOT else []), program, '-h', lock[4], '-U', 'curante_owner', *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd='/', check=False, **more)
    if done.returncode != 0:
        raise RuntimeError(f'{program}: {done.stderr}')
    return done.stdout


def sql(practice, text, database='postgres'):
    return owner(practice, 'psql', '-qAtX', '-d', database, '-c', text).strip()


def database_of(practice):
    return sql(practice, "select datname from pg_database where not datistemplate and datname <> 'postgres'")


def restart(practice):
    practice.host.end()
    practice.start_host()


def logged_statements(practice, patient, aic):
    """Every statement of one issue, with its parameters in place, by the server process that ran it."""
    sql(practice, "alter role all set log_statement = 'all'")
    sql(practice, "alter role all set log_error_verbosity = 'default'")
    restart(practice)
    practice.issue(practice.draft(patient, {'aic': aic}))  # so that connections and plans are there
    log = practice.directory / 'host/database/server.log'
    seen = log.stat().st_size
    draft = practice.draft(patient, {'aic': aic})
    practice.issue(draft)
    practice.settled(draft['id'])
    text = log.read_text()[seen:]
    sql(practice, 'alter role all reset all')
    restart(practice)
    entries = re.split(r'^\d{4}-\d\d-\d\d [\d:.]+ UTC \[(\d+)\] ', text, flags=re.M)
    processes = {}
    for process, entry in zip(entries[1::2], entries[2::2]):
        found = re.match(r'LOG:\s+(?:statement|execute [^:]*): (.*)', entry, re.S)
        statements = processes.setdefault(process, [])
        if found:
            statements.append(found[1].strip())
        elif entry.startswith('DETAIL:  parameters: ') and statements:
            values = {int(n): value for n, value in PARAMETER.findall(entry)}
            statements[-1] = re.sub(r'\$(\d+)', lambda m: values[int(m[1])], statements[-1])
    return processes


def transaction_of(processes):
    """The transaction that writes the prescription."""
    for statements in processes.values():
        for first, statement in enumerate(statements):
            if statement.lower().startswith('insert into prescription '):
                begin = max(i for i in range(first) if statements[i].upper().startswith('BEGIN'))
                end = min(i for i in range(first, len(statements)) if statements[i].upper().startswith('COMMIT'))
                return statements[begin:end + 1]
    raise RuntimeError('the log shows no transaction that writes a prescription')


def script(transaction, known):
    """A script for pgbench: each identifier that the transaction brought becomes another one in each run."""
    fresh = sorted({it for statement in transaction for it in UUID.findall(statement)} - known)
    lines = [f'\\set n{i} random(0, 281474976710655)' for i in range(len(fresh))]
    for statement in transaction:
        for i, identifier in enumerate(fresh):
            made = f"'00000000-0000-4000-8000-' || lpad(to_hex(:n{i}), 12, '0')"
            statement = statement.replace(f"'{identifier}'", f'({made})::uuid')
            statement = statement.replace(identifier, f"' || {made} || '")
        lines.append(' '.join(statement.split()) + ';')
    return '\n'.join(lines) + '\n'


def pgbench(practice, text, seconds):
    database = database_of(practice)
    schemas = sql(practice, "select string_agg(quote_ident(nspname), ',') from pg_namespace where nspname !~ '^(pg_|information)'",
                  database)
    with tempfile.NamedTemporaryFile('w', suffix='.sql') as file:
        file.write(text)
        file.flush()
        os.chmod(file.name, 0o644)
        program = pathlib.Path('/usr/lib/postgresql/15/bin/pgbench')
        out = owner(practice, program, '-n', '-M', 'prepared', '-c', str(CLIENTS), '-j', '2', '-T', str(seconds), '-f', file.name,
                    database, env={**os.environ, 'PGOPTIONS': f'-c search_path={schemas}'})
    return float(re.search(r'tps = ([\d.]+)', out)[1])


def rest(practice, patients, aic, seconds):
    """Prescriptions a second through REST, one client a patient."""
    done = subprocess.run([BUILD / 'bin/bench-issue', practice.url, practice.token, aic, str(seconds), *patients],
                          capture_output=True, text=True, check=False)
    figures = json.loads(done.stdout) if done.stdout else {'failed': done.stderr}
    if figures['failed'] != 0:
        raise RuntimeError(f'issuing failed: {figures} {done.stderr[:300]}')
    return figures['issued'] / figures['seconds']


def waiting(practice):
    return int(sql(practice, 'select count(*) from prescribing.outbox', database_of(practice)))


def measure(practice, seconds=10):
    """(REST prescriptions a second, pgbench transactions a second), in turns on the same cluster."""
    patients = [practice.new_patient() for _ in range(CLIENTS)]
    aic = practice.drug('ramipril')['aic']
    known = {patients[0]['id'], practice.me()['account']}
    text = script(transaction_of(logged_statements(practice, patients[0], aic)), known)
    practice.sign_in()
    ours, theirs = [], []
    for _ in range(3):
        ours.append(rest(practice, [it['id'] for it in patients], aic, seconds))
        theirs.append(pgbench(practice, text, seconds))
        sql(practice, "delete from outbox where recipe::text like '00000000-0000-4000-8000-%'", database_of(practice))
    return sorted(ours)[1], sorted(theirs)[1]
