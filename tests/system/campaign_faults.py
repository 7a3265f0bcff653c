# SPDX-License-Identifier: Apache-2.0
"""Faults of the services' answers, and which of them really fell."""
import collections

OPERATIONS = ('InvioPrescritto', 'InvioPrescritto', 'InvioPrescritto', 'VisualizzaPrescritto', 'AnnullaPrescritto', 'RichiestaLotto',
              'InvioPrescrittoRicettaBianca', 'VisualizzaPrescrittoRicettaBianca', 'InviaFileSanita')
ON_DEMAND = ('deliver-late', {})


def line_faults(full):
    return [('delay', {'delay_ms': 2500 if full else 1500}), ('no-answer', {'processed': True}), ('no-answer', {'processed': False}),
            ('bad-gateway', {'processed': False}), ('bad-gateway', {'processed': True}), ('gateway-timeout', {'processed': True}),
            ('cut-reply', {}), ('malformed-xml', {}), ('soap-fault', {}), ('soap-fault', {'processed': True}),
            ('wrong-certificate', {}), ('deliver-late', {'after_ms': 4000}), ON_DEMAND]


def named(fault):
    kind, more = fault
    return ' '.join([kind, *(name if value is True else f'{name}={value}' for name, value in more.items())])


class LineFaults:
    """The service forgets its faults when it is killed, and when they are cleared: what fell is counted before."""

    def __init__(self, practice):
        self.practice, self.pending, self.fell = practice, {}, collections.Counter()

    def inject(self, fault, operation, times):
        kind, more = fault
        if kind == 'wrong-certificate':  # a handshake comes before any operation
            number = self.practice.fault(kind, times=times, **more)['id']
        else:
            if operation == 'InviaFileSanita' and fault == ON_DEMAND:
                more = {'after_ms': 2000}  # a file is looked for only so long
            number = self.practice.fault(kind, times=times, operation=operation, **more)['id']
        self.pending[number] = (named(fault), times)

    def look(self):
        left = {it['id']: it['times'] for it in self.practice.admin_call('/faults')['faults']}
        for number, (name, times) in list(self.pending.items()):
            self.fell[name] += times - left.get(number, 0)
            if number in left:
                self.pending[number] = (name, left[number])
            else:
                del self.pending[number]

    def has_fallen(self, fault):
        self.look()
        return self.fell[named(fault)] > 0

    def forget(self):
        """Before the service is killed."""
        self.look()
        self.pending.clear()

    def clear(self):
        self.look()
        self.practice.admin_call('/faults', method='DELETE')
        self.pending.clear()
