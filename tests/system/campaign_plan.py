# SPDX-License-Identifier: Apache-2.0
"""What the campaign prescribes: of every twenty prescriptions so many of each kind, in an order of chance."""
import random
import uuid

from practice import DOCTOR, Practice
from campaign_practice import COLLEAGUE
from substitute_test import SUBSTITUTE

TWENTY = {'drug': 8, 'service': 2, 'white': 2, 'red': 2, 'obscured': 1, 'colleague': 2, 'substitute': 1, 'prepared': 2}
AUTHORS = {'colleague': 'collega', 'substitute': 'sostituta'}


class Plan:
    """The numbered prescriptions: what each is, whose, for whom. The same seed, the same plan."""

    def __init__(self, practice, seed, sends):
        self.seed = seed
        chance = random.Random(seed)
        self.kinds = []
        while len(self.kinds) < sends:
            block = [kind for kind, many in TWENTY.items() for _ in range(many)]
            chance.shuffle(block)
            self.kinds += block
        del self.kinds[sends:]
        self.moved = set()  # electronic ones that went on as red
        accounts = {it['user_name']: it['id'] for it in practice.call('accounts/1', 'ListAccounts')['accounts']}
        self.own = [practice.new_patient() for _ in range(min(sends, 150))]
        self.colleagues = [practice.new_patient(doctor=accounts['collega']) for _ in range(min(sends, 40))]
        # The same drug on the same day wants a reason, which one who approves of many at once does not give.
        self.fresh = {number: practice.new_patient() for number in self.numbers() if self.kind(number) == 'prepared'}
        self.drug = practice.drug('ramipril')['aic']

    def kind(self, number):
        return self.kinds[number - 1]

    def numbers(self):
        return range(1, len(self.kinds) + 1)

    def author(self, number):
        return AUTHORS.get(self.kind(number), 'medico')

    def way(self, number):
        if number in self.moved:
            return 'red'
        return {'white': 'white', 'red': 'red'}.get(self.kind(number), 'ssn')

    def patient(self, number):
        if number in self.fresh:
            return self.fresh[number]
        patients = self.colleagues if self.kind(number) == 'colleague' else self.own
        return patients[number % len(patients)]

    def doctors(self, number):
        """Codes of the holder and, where one wrote it, of the substitute."""
        return (COLLEAGUE if self.kind(number) == 'colleague' else DOCTOR)['user'], \
            SUBSTITUTE['user'] if self.kind(number) == 'substitute' else ''

    @staticmethod
    def mark(number):
        """Stands on the recipe: by it both sides are compared."""
        return f'C{number:06d}'

    def draft(self, number):
        kind = self.kind(number)
        line = {'aic': self.drug, 'quantity': 1, 'posology': self.mark(number), 'white': kind == 'white'}
        draft = {'id': str(uuid.UUID(int=(self.seed << 64) + number, version=4)), 'patient': self.patient(number)['id'],
                 'overrides': Practice.AGAIN, 'on_paper': kind == 'red', 'obscured': kind == 'obscured'}
        if kind == 'service':
            line = {'kind': 'service', 'service_code': '90.62.2', 'quantity': 1, 'notes': self.mark(number), 'priority': 'P'}
            draft['diagnosis_text'] = 'controllo'
        return {**draft, 'lines': [line]}
