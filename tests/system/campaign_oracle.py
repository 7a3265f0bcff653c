# SPDX-License-Identifier: Apache-2.0
"""What became of the campaign's prescriptions: by the practice's record, and by the simulated services' own."""
import collections
import dataclasses
import json
import sqlite3

# Where a recipe may end. One in `attention` waits for a person: when all have been there, none is left.
NAMED = ('accepted', 'refused', 'withdrawn', 'printed')


@dataclasses.dataclass
class Kept:
    """A recipe by the practice's record."""
    recipe: str
    state: str
    number: str  # NRE, NRBE or the code of the red form
    problem: str
    reasons: str
    undecided: bool


@dataclasses.dataclass(frozen=True)
class Live:
    """A recipe that a pharmacy would dispense, or that the ministry holds, by the services' record."""
    way: str
    number: str
    mark: str  # red: not told
    patient: str
    holder: str
    substitute: str
    kind: str
    hidden: bool  # neither name nor address came along
    annulled: bool = False


class Oracle:
    def __init__(self, practice, plan):
        self.practice, self.plan = practice, plan
        self.recipes, self.forms = practice.schema_of('outbox'), practice.schema_of('form')

    # ---- the practice

    def kept(self):
        """By mark all recipes that carry it: one each, unless something is doubled."""
        found = collections.defaultdict(list)
        for mark, *row, undecided in self.practice.sql(
                "select m.mark, r.id, r.state, coalesce(nullif(r.paper_code, ''), nullif(r.white_number, ''), r.nre), "
                "translate(r.problem, E'\\t\\n', '  '), translate(r.reasons, E'\\t\\n', '  '), r.undecided "
                f"from {self.recipes}.recipe r join (select practice_id, recipe, concat(nullif(posology, ''), notes) as mark "
                f"from {self.recipes}.recipe_line) m on m.practice_id = r.practice_id and m.recipe = r.id where m.mark ~ '^C[0-9]{{6}}$'"):
            found[mark].append(Kept(*row, undecided == 't'))
        return found

    def form_codes(self):
        """By recipe the codes of its forms that are not spoilt."""
        found = collections.defaultdict(list)
        for recipe, number in self.practice.sql(f'select recipe, code from {self.forms}.form where not spoilt'):
            found[recipe].append(number)
        return found

    # ---- the services

    def asked(self, query):
        database = sqlite3.connect(f'file:{self.practice.directory}/simulator/state.sqlite?mode=ro', uri=True)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def judged(self):
        """How many electronic ones the services have judged."""
        return self.asked("select count(*) from journal where outcome in ('0000', '1020') "
                          "and operation in ('InvioPrescritto', 'InvioPrescrittoRicettaBianca')")[0][0]

    def live(self):
        return [it for it in self.electronic() if not it.annulled] + self.red()

    def electronic(self):
        found = []
        for nre, holder, substitute, state, patient, kind, header, rows in self.asked(
                'select nre, holder, substitute, state, patient, kind, header, rows from recipe'):
            row, head = json.loads(rows)[0], json.loads(header)
            mark = row.get('motivazNote') or row.get('descrTestoLiberoNote', '')
            hidden = head.get('oscuramDati') == '1' and not head.get('cognNome') and not head.get('indirizzo')
            found.append(Live('ssn', nre, mark, patient, holder, substitute, kind, hidden, state == 4))
        for number, doctor, state, patient, rows in self.asked('select number, doctor, state, patient, rows from white_recipe'):
            found.append(Live('white', number, json.loads(rows)[0]['posologia'], patient, doctor, '', 'F', False, state == 4))
        return found

    def red(self):
        return [Live('red', number, '', patient, doctor, '', 'F', False) for number, patient, doctor in self.asked(
            'select l.code, e.patient, f.user from red_live l join red_file f on f.protocol = l.protocol '
            'join red_entry e on e.protocol = l.protocol and e.code = l.code and not e.cancels where not l.cancelled')]

    def told(self):
        """How often a file that was taken brought a red form."""
        return collections.Counter(number for number, in self.asked('select code from red_entry where not cancels and not discarded'))

    # ---- both

    def differences(self):
        """(way, number) that only the services hold, and that only the practice holds for good."""
        plan, all_ = self.plan, self.kept()
        kept = {(plan.way(n), it.number) for n in plan.numbers() for it in all_[plan.mark(n)] if it.state in ('accepted', 'printed')}
        held = {(it.way, it.number) for it in self.live()}
        return held - kept, kept - held

    def faults(self):
        """All that is wrong, in words: nothing lost, nothing doubled, each with whom and for whom it was prescribed."""
        plan, kept, live, wrong = self.plan, self.kept(), self.live(), []
        by_number = {(it.way, it.number): it for it in live}
        dispensable = collections.Counter(it.mark for it in live)
        told, codes = self.told(), self.form_codes()
        for number in plan.numbers():
            mark, way = plan.mark(number), plan.way(number)
            def say(what, name=f'{mark} ({plan.kind(number)})'):
                wrong.append(f'{name}: {what}')
            if len(kept[mark]) != 1:
                say(f'{len(kept[mark])} recipes: ' + ('lost' if not kept[mark] else 'doubled'))
                continue
            it, = kept[mark]
            alive = it.state in ('accepted', 'printed')
            if it.state not in NAMED:
                say(f'without a named state: {it.state}: {it.problem}')
            if (it.state == 'printed') != (alive and way == 'red'):
                say(f'{it.state} is no end of it')
            if way == 'red':
                self.judge_red(it, codes[it.recipe], told, say)
            elif dispensable[mark] != alive:
                say(f'{dispensable[mark]} are live, and it is {it.state}')
            there = by_number.get((way, it.number))
            if (there is not None) != alive:
                say(f'{it.state} under {it.number}, which is {"" if there else "not "}live')
            if there and alive:
                self.judge(number, there, say)
        numbers = collections.Counter(it.number for several in kept.values() for it in several if it.state in ('accepted', 'printed'))
        wrong += [f'{number} was given to {many} recipes' for number, many in numbers.items() if many > 1 or not number]
        ours = set(numbers)
        wrong += [f'{it.number} ({it.way}) is live, and nobody prescribed it' for it in live if it.number not in ours]
        return wrong

    def judge(self, number, there, say):
        plan = self.plan
        wanted = {'patient': plan.patient(number)['fiscal_code'], 'kind': 'P' if plan.kind(number) == 'service' else 'F',
                  'mark': '' if there.way == 'red' else plan.mark(number), 'hidden': plan.kind(number) == 'obscured'}
        wanted['holder'], wanted['substitute'] = plan.doctors(number)
        for name, value in wanted.items():
            if getattr(there, name) != value:
                say(f'{name} is {getattr(there, name)!r}, not {value!r}')

    @staticmethod
    def judge_red(it, codes, told, say):
        if it.state == 'printed' and codes != [it.number]:
            say(f'its forms are {codes}, and it is said to be on {it.number}')
        if any(told[code] > 1 for code in codes) or it.state == 'printed' and told[it.number] != 1:
            say(f'its forms were told {[told[code] for code in codes]} times')
