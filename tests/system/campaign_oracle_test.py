# SPDX-License-Identifier: Apache-2.0
"""The campaign's judge is judged: each thing that may go wrong is found, and nothing else."""
import contextlib
import json
import pathlib
import shutil
import sqlite3
import tempfile
import unittest

from campaign_oracle import Oracle

KINDS = ('drug', 'service', 'white', 'red', 'obscured', 'substitute', 'red')
HOLDER, SUBSTITUTE = 'FBBGLI74C52H501K', 'CNTLSE90E57H501B'


class OnePlan:
    def numbers(self):
        return range(1, len(KINDS) + 1)

    def kind(self, number):
        return KINDS[number - 1]

    def way(self, number):
        return {'white': 'white', 'red': 'red'}.get(self.kind(number), 'ssn')

    def patient(self, number):
        return {'fiscal_code': f'STP{number}'}

    def doctors(self, number):
        return HOLDER, SUBSTITUTE if self.kind(number) == 'substitute' else ''

    def mark(self, number):
        return f'C{number:06d}'


class OnePractice:
    """Its database answers what the test wrote down."""

    def __init__(self, directory, plan):
        self.directory = directory
        self.recipes = [[plan.mark(n), f'r{n}', 'printed' if plan.way(n) == 'red' else 'accepted', f'N{n}', '', '', 'f']
                        for n in plan.numbers()]
        self.recipes[6][2] = 'withdrawn'
        self.forms = [[f'r{n}', f'N{n}'] for n in plan.numbers() if plan.way(n) == 'red']

    def schema_of(self, _):
        return 'x'

    def sql(self, query):
        return self.forms if '.form ' in query else self.recipes


class Judged(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix='curante-'))
        self.addCleanup(shutil.rmtree, self.directory)
        (self.directory / 'simulator').mkdir()
        self.plan = OnePlan()
        self.practice = OnePractice(self.directory, self.plan)
        self.oracle = Oracle(self.practice, self.plan)
        self.write('create table recipe (nre, holder, substitute, state, patient, kind, header, rows)',
                   'create table white_recipe (number, doctor, state, patient, rows)', 'create table red_live (code, protocol, cancelled)',
                   'create table red_file (protocol, user)', 'create table red_entry (protocol, code, cancels, discarded, patient)')
        for number in (1, 2, 5, 6):
            self.send(number)
        self.write("insert into white_recipe values ('N3', '%s', 3, 'STP3', '[{\"posologia\": \"C000003\"}]')" % HOLDER,
                   "insert into red_file values ('P1', '%s')" % HOLDER,
                   *(f"insert into red_entry values ('P1', 'N{n}', 0, 0, 'STP{n}')" for n in (4, 7)),
                   "insert into red_live values ('N4', 'P1', 0)", "insert into red_live values ('N7', 'P1', 1)")

    def write(self, *statements):
        with contextlib.closing(sqlite3.connect(self.directory / 'simulator/state.sqlite')) as database, database:
            for it in statements:
                database.execute(it)

    def send(self, number, nre=None):
        kind = KINDS[number - 1]
        header = {'oscuramDati': '1'} if kind == 'obscured' else {'cognNome': 'Rossi Maria'}
        field = 'descrTestoLiberoNote' if kind == 'service' else 'motivazNote'
        with contextlib.closing(sqlite3.connect(self.directory / 'simulator/state.sqlite')) as database, database:
            database.execute('insert into recipe values (?, ?, ?, 3, ?, ?, ?, ?)', (
                nre or f'N{number}', HOLDER, self.plan.doctors(number)[1], f'STP{number}', 'P' if kind == 'service' else 'F',
                json.dumps(header), json.dumps([{field: self.plan.mark(number)}])))

    def finds(self, *texts):
        faults = ' | '.join(self.oracle.faults())
        for text in texts:
            self.assertIn(text, faults)
        self.assertNotEqual(faults, '')

    def test_what_is_right_is_right(self):
        self.assertEqual(self.oracle.faults(), [])
        self.assertEqual(self.oracle.differences(), (set(), set()))

    def test_one_is_lost_or_doubled_in_the_practice(self):
        self.practice.recipes.append(['C000001', 'r9', 'accepted', 'N9', '', '', 'f'])
        del self.practice.recipes[1]
        self.finds('C000001 (drug): 2 recipes: doubled', 'C000002 (service): 0 recipes: lost')

    def test_one_waits_or_needs_a_person(self):
        for state in ('waiting', 'checking', 'attention', 'withdrawing'):
            self.practice.recipes[0][2] = state
            self.finds(f'without a named state: {state}')

    def test_one_is_there_twice_or_not_at_all(self):
        self.send(1, 'N90')
        self.write("update recipe set state = 4 where nre = 'N2'", "update white_recipe set state = 4")
        self.finds('C000001 (drug): 2 are live', 'N90 (ssn) is live, and nobody prescribed it', 'C000002 (service): 0 are live',
                   'C000003 (white): 0 are live')
        self.assertEqual(self.oracle.differences(), ({('ssn', 'N90')}, {('ssn', 'N2'), ('white', 'N3')}))

    def test_one_is_withdrawn_here_and_live_there(self):
        self.practice.recipes[0][2] = self.practice.recipes[3][2] = 'withdrawn'
        self.finds('C000001 (drug): 1 are live, and it is withdrawn', 'C000004 (red): withdrawn under N4, which is live')

    def test_it_is_anothers(self):
        self.write("update recipe set patient = 'STP2' where nre = 'N1'", "update recipe set kind = 'F' where nre = 'N2'",
                   "update white_recipe set doctor = 'X'", "update red_entry set patient = 'STP9' where code = 'N4'",
                   "update recipe set substitute = '' where nre = 'N6'")
        self.finds("C000001 (drug): patient is 'STP2', not 'STP1'", "C000002 (service): kind is 'F'", "C000003 (white): holder is 'X'",
                   "C000004 (red): patient is 'STP9'", "C000006 (substitute): substitute is ''")

    def test_the_name_of_an_obscured_one_travelled(self):
        self.write("update recipe set header = '{\"oscuramDati\": \"1\", \"cognNome\": \"Rossi Maria\"}' where nre = 'N5'")
        self.finds('C000005 (obscured): hidden is False')

    def test_two_have_one_number(self):
        self.practice.recipes[1][3] = 'N1'
        self.finds('N1 was given to 2 recipes')

    def test_a_form_is_told_twice_or_never_or_is_one_of_two(self):
        self.write("insert into red_entry values ('P2', 'N4', 0, 0, 'STP4')")
        self.finds('C000004 (red): its forms were told [2] times')
        self.write("delete from red_entry where code = 'N4'", 'delete from red_live')
        self.finds('C000004 (red): its forms were told [0] times', 'under N4, which is not live')
        self.practice.forms.append(['r4', 'N44'])
        self.finds("its forms are ['N4', 'N44']")


if __name__ == '__main__':
    unittest.main()
