# SPDX-License-Identifier: Apache-2.0
"""Issuing prescriptions through REST beside pgbench running the same SQL transaction.

The transaction is not written down here: it is taken from the database server's log while one prescription is issued,
with its identifiers made new for each run of pgbench. It is run for many patients, as the requests are: what is read of
one patient again and again, who has less behind him than the others, would be another transaction.
"""
import json
import os
import pathlib
import pwd
import re
import subprocess
import tempfile

import pgbench_script
from practice import AS_NOBODY, BUILD, ROOT, wait_until

CLIENTS = 8
PATIENTS = 1500  # as many as a practice has: each further prescription makes the next one's checks longer
PGBENCH_PATIENTS = 10  # each is a script of its own, whose statements every client prepares for itself: more would cost the peer time
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
    """Every statement that the request of one issue runs, in order, with its parameters in place."""
    sql(practice, "alter role all set log_statement = 'all'")
    sql(practice, "alter role all set log_error_verbosity = 'default'")
    restart(practice)
    practice.issue(practice.draft(patient, {'aic': aic}))  # so that connections and plans are there
    log = practice.directory / 'host/database/server.log'
    before = practice.draft(patient, {'aic': aic})
    practice.issue(before)
    practice.settled(before['id'])
    practice.promemoria(before['id'])  # the last that the delivery does
    seen = log.stat().st_size
    practice.issue(practice.draft(patient, {'aic': aic}))
    text = log.read_text()[seen:]
    sql(practice, 'alter role all reset all')
    restart(practice)
    return statements_of(text)


def statements_of(log):
    """(server process, statement) of each statement in the log."""
    entries = re.split(r'^\d{4}-\d\d-\d\d [\d:.]+ UTC \[(\d+)\] ', log, flags=re.M)
    statements = []
    for process, entry in zip(entries[1::2], entries[2::2]):
        found = re.match(r'LOG:\s+(?:statement|execute [^:]*): (.*)', entry, re.S)
        if found:
            statements.append([process, found[1].strip()])
        elif entry.startswith('DETAIL:  parameters: '):
            values = {int(n): value for n, value in PARAMETER.findall(entry)}
            last = next(it for it in reversed(statements) if it[0] == process)
            last[1] = re.sub(r'\$(\d+)', lambda m: pgbench_script.bound(values[int(m[1])]), last[1])
    return statements


def transactions_of(statements):
    """What the request of an issue does: what it reads, and at its end the transaction that writes the prescription."""
    opened, done = {}, []
    for process, statement in statements:
        if statement.upper().startswith('BEGIN'):
            opened[process] = []
        opened.setdefault(process, []).append(statement)
        if opened[process][0].upper().startswith('BEGIN') and statement.upper() not in ('COMMIT', 'ROLLBACK'):
            continue
        transaction = opened.pop(process)
        if any(it.startswith('insert into prescription ') for it in transaction):
            return [*done, transaction]
        # What else writes, or looks after the outbox, is other threads' work.
        if all(it.lower().startswith(('begin', 'set', 'select', 'rollback')) for it in transaction):
            done.append(transaction)
    raise RuntimeError('the log shows no transaction that writes a prescription')


def pgbench(practice, scripts, variables, seconds):
    """Transactions a second; each takes one of the scripts by chance."""
    database = database_of(practice)
    schemas = sql(practice, "select string_agg(quote_ident(nspname), ',') from pg_namespace where nspname !~ '^(pg_|information)'",
                  database)
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        files = [pathlib.Path(directory) / f'{number}.sql' for number in range(len(scripts))]
        for file, text in zip(files, scripts):
            file.write_text(text)
            file.chmod(0o644)
        program = pathlib.Path('/usr/lib/postgresql/15/bin/pgbench')
        out = owner(practice, program, '-n', '-M', 'prepared', '-c', str(CLIENTS), '-j', '2', '-T', str(seconds),
                    *(word for name, value in variables.items() for word in ('-D', f'{name}={value}')),
                    *(word for file in files for word in ('-f', file)), database,
                    env={**os.environ, 'PGOPTIONS': f'-c search_path={schemas}'})
    return float(re.search(r'^tps = ([\d.]+)', out, re.M)[1])


def rest(practice, patients, aic, seconds):
    """Prescriptions a second through REST."""
    done = subprocess.run([BUILD / 'bin/bench-issue', practice.url, practice.token, aic, str(seconds), str(CLIENTS), *patients],
                          capture_output=True, text=True, check=False)
    figures = json.loads(done.stdout) if done.stdout else {'failed': done.stderr}
    if figures['failed'] != 0:
        raise RuntimeError(f'issuing failed: {figures} {done.stderr[:300]}')
    return figures['issued'] / figures['seconds']


def wait_until_delivered(practice):
    """What one round has left must not grow with the next."""
    database = database_of(practice)
    table = sql(practice, "select quote_ident(schemaname) || '.outbox' from pg_tables where tablename = 'outbox'", database)
    wait_until(lambda: sql(practice, f"select count(*) from {table} where practice_id = '1'", database) == '0', 600)


def measure(practice, seconds=10):
    """Prescriptions a second: through REST, by all SQL of the request, by the writing transaction alone; in turns.
    Each runs while the host's workers deliver what waits: a request does not, and its peer shares the machine with them too.
    """
    patients = [practice.new_patient(fiscal_code=f'STP120201{number:07d}')['id'] for number in range(PATIENTS)]
    aic = practice.drug('ramipril')['aic']
    known = {patients[0], practice.me()['account']}
    transactions = transactions_of(logged_statements(practice, {'id': patients[0]}, aic))
    practice.sign_in()

    def through_pgbench(some):
        text, variables = pgbench_script.of(some, known)
        scripts = pgbench_script.for_others(text, variables, patients[0], patients[::PATIENTS // PGBENCH_PATIENTS])
        return pgbench(practice, scripts, variables, seconds)

    ways = [lambda: rest(practice, patients, aic, seconds),
            *(lambda some=some: through_pgbench(some) for some in (transactions, transactions[-1:]))]

    def turn(way):
        sql(practice, 'vacuum analyze', database_of(practice))  # nobody plans for tables that were empty a moment ago
        return way()

    rounds = []
    for _ in range(3):
        rounds.append([turn(way) for way in ways])
        wait_until_delivered(practice)
    return [sorted(figures)[1] for figures in zip(*rounds)]
