# SPDX-License-Identifier: Apache-2.0
"""Who does what the program leaves to a person, and knows what the services' own record shows."""
import collections

from practice import Refused


class Person:
    def __init__(self, practice, plan, oracle):
        self.practice, self.plan, self.oracle, self.did = practice, plan, oracle, collections.Counter()

    def answer_all(self):
        """Once each. Only while nothing is on its way: else what a person finds may be otherwise a moment later."""
        kept, electronic = self.oracle.kept(), self.oracle.electronic()
        for number in self.plan.numbers():
            for it in kept[self.plan.mark(number)]:
                if it.state == 'attention':
                    self.answer(number, it, electronic)
        self.answer_white(kept, electronic)
        self.answer_red()

    def tried(self, what, user, contract, name, body):
        try:
            answer = self.practice.asked(user, contract, name, body)
            self.did[what] += 1
            return answer
        except Refused:
            return None  # meanwhile it is settled, or the program sees to it

    def answer(self, number, it, electronic):
        user, way = self.plan.author(number), self.plan.way(number)
        if way == 'red':
            if not it.number:
                self.practice.printed({'id': it.recipe, 'paper_code': ''})
                self.did['red: printed later'] += 1
            return
        if way == 'ssn' and it.undecided:
            there = any((other.number, other.mark) == (it.number, self.plan.mark(number)) for other in electronic)
            self.tried(f'decided: {"" if there else "not "}there', user, 'sistema-ts/1', 'DecideRecipe',
                       {'recipe': it.recipe, 'there': there, 'number': it.number})
        self.tried('asked to go on', user, 'prescribing/1', 'Retry', {'recipe': it.recipe})

    def answer_white(self, kept, electronic):
        marks = {it.recipe: mark for mark, several in kept.items() for it in several}
        for undecided in self.practice.asked('medico', 'sistema-ts/1', 'ListUndecidedWhite')['recipes']:
            found = [it.number for it in electronic if it.way == 'white' and it.mark == marks.get(undecided['recipe'])]
            if len(found) > 1:
                continue  # it is there twice: that is what the campaign looks for
            number = found[0] if found else ''
            pin = self.oracle.asked(f"select pin from white_recipe where number = '{number}'")[0][0] if found else ''
            self.tried(f'white decided: {"" if found else "not "}there', 'medico', 'sistema-ts/1', 'DecideWhite',
                       {'recipe': undecided['recipe'], 'white_number': number, 'white_pin': pin})
            self.tried('asked to go on', 'medico', 'prescribing/1', 'Retry', {'recipe': undecided['recipe']})

    def answer_red(self):
        def ask(what, name, body):
            return self.tried(what, 'medico', 'red-recipes/1', name, body)
        for file in self.practice.asked('medico', 'red-recipes/1', 'ListFiles', {'open': True})['files']:
            if file['to_find']:
                protocol = self.oracle.asked(f"select protocol from red_file where name = '{file['file_name']}'")
                ask('red file found' if protocol else 'red file not found', 'SettleFile',
                    {'file_name': file['file_name'], 'protocol': protocol[0][0] if protocol else ''})
        live = {it.number for it in self.oracle.red()}
        for form in self.practice.asked('medico', 'red-recipes/1', 'ListForms', {'open': True, 'limit': 2000})['forms']:
            it = {'recipe': form['recipe'], 'code': form['code']}
            if form['to_find']:
                ask('red form looked for', 'SettleForm', {**it, 'there': form['code'] in live})
            elif form['state'] == 'refused':
                ask('red form sent again', 'SendAgain', it)
            elif form['state'] == 'not_cancelled':
                ask('red form cancelled again', 'Cancel', it)
