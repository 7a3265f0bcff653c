# SPDX-License-Identifier: Apache-2.0
"""Turns logged statements into a script for pgbench that says the same with the same parameters.

An identifier that the statements brought becomes another one in each run. What is written is another practice's, so that
no worker of the host delivers it.
"""
import re

UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
LITERAL = re.compile(r"'(?:[^']|'')*'")
BOUND = re.compile('\x01(.*?)\x01', re.S)


def bound(value):
    """Marks a value that came as a parameter; as the log writes it."""
    return 'null' if value == 'NULL' else '\x01' + value[1:-1].replace("''", "'") + '\x01'


def escaped(literal):
    """A text without a colon, since «22:23» holds a variable to pgbench."""
    return 'E' + literal.replace('\\', '\\\\').replace(':', '\\x3a')


def of(transactions, known):
    """The script, and its variables by name. Identifiers that are not known become new in each run."""
    statements = [it.replace('values (\x011\x01,', "values ('pgbench',") for one in transactions for it in one]
    fresh = sorted({it for statement in statements for it in UUID.findall(statement)} - known)
    names = {}  # by value

    def variable(value):
        if value == '':
            return "''"  # pgbench has no empty variables
        return ':' + names.setdefault(value, f'v{len(names)}')

    def made(identifier):
        return f"'00000000-0000-4000-8000-' || lpad(to_hex((:n{fresh.index(identifier)})::bigint), 12, '0')"

    def parameter(value):
        if value in fresh:
            return f'({made(value)})::uuid'
        parts = re.split(f'({"|".join(fresh)})', value)
        pieces = [made(it) if it in fresh else variable(it) for it in parts]
        return pieces[0] if len(pieces) == 1 else '(' + ' || '.join(pieces) + ')'

    def own(sql):
        return LITERAL.sub(lambda found: escaped(found[0]), sql)

    lines = [f'\\set n{i} random(0, 281474976710655)' for i in range(len(fresh))]
    for statement in statements:
        parts = BOUND.split(statement)
        said = [parameter(it) if i % 2 else own(it) for i, it in enumerate(parts)]
        lines.append(' '.join(''.join(said).split()) + ';')
    return '\n'.join(lines) + '\n', {name: value for value, name in names.items()}


def for_others(script, variables, one, others):
    """The script for each of others in the place of one, whose variables are added."""
    place = next(name for name, value in variables.items() if value == one)
    variables.update({f'other{i}': it for i, it in enumerate(others)})
    return [re.sub(rf':{place}\b', f':other{i}', script) for i in range(len(others))]
