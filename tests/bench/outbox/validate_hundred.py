# SPDX-License-Identifier: Apache-2.0
"""A doctor's hundred: what a secretary prepared, from the doctor's Validate to the last acceptance, with a service that takes 300 ms.

The recipes of one doctor begin in order, several at a time: one after the other, 100 × 300 ms would take 30 s.
"""
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / 'system'), str(HERE.parent)]
from outbox_rate import Bench, counted  # noqa: E402
from practice import PASSWORD, wait_until  # noqa: E402

HUNDRED = 100
PER_CALL = 10  # as the screen asks (plugins/studio/ui/approval-run.ts)


def prepare(practice, number):
    """What a secretary of the practice's own prepared, each for another patient."""
    account = {'user_name': 'segreteria', 'display_name': 'Segreteria', 'role': 'collaboratore'}
    practice.call('accounts/1', 'SaveAccount', {'account': account, 'password': PASSWORD})
    token, aic = practice.sign_in('segreteria'), practice.drug('ramipril')['aic']
    patients = [practice.new_patient() for _ in range(number)]
    return [practice.call('prescribing/1', 'Prepare', {'draft': practice.draft(it, {'aic': aic})}, token=token) for it in patients]


def validated(practice, prepared):
    """Seconds until the doctor has the last call's answer, and until all are accepted."""
    before, began = counted(practice, 'accepted'), time.monotonic()
    for start in range(0, len(prepared), PER_CALL):
        approvals = [{'prepared': it['id'], 'seen': it['seen']} for it in prepared[start:start + PER_CALL]]
        outcomes = practice.call('prescribing/1', 'Validate', {'approvals': approvals})['outcomes']
        if {it['outcome'] for it in outcomes} != {'issued'}:
            raise RuntimeError(f'not issued: {outcomes}')
    answered = time.monotonic() - began
    wait_until(lambda: counted(practice, 'accepted') - before >= len(prepared), 300)
    return answered, time.monotonic() - began


def measure():
    practice = Bench()
    try:
        practice.find_tables()
        practice.give_credentials()
        prepared = prepare(practice, HUNDRED)
        listed = time.monotonic()
        rows = practice.call('studio/1', 'GetPrepared', {'doctor': practice.me()['account']})['rows']
        listed = time.monotonic() - listed
        if len(rows) != HUNDRED:
            raise RuntimeError(f'{len(rows)} rows')
        practice.fault('delay', times=0, delay_ms=300)
        answered, accepted = validated(practice, prepared)
        return {'listed': listed, 'answered': answered, 'accepted': accepted}
    finally:
        practice.close()


def say_all(say):
    figures = measure()
    say('list_100_prepared_judged_s', figures['listed'], 's', '<=1')
    say('validate_100_prepared_answered_s', figures['answered'], 's', 'told: the doctor may go on')
    say('validate_100_prepared_at_300_ms', figures['accepted'], 's', '<=60 (one after the other: 30)')


if __name__ == '__main__':
    import json
    say_all(lambda name, value, unit, goal: print(json.dumps({'name': name, 'value': round(value, 3), 'unit': unit, 'goal': goal}), flush=True))
