#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A rule that cannot be broken is no rule: each one is broken here once, on purpose."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from house_rules import House  # noqa: E402

SPDX = '// SPDX-License-Identifier: Apache-2.0\n'


class HouseRules(unittest.TestCase):
    def breaches(self, **files):
        with tempfile.TemporaryDirectory() as root:
            names = []
            for key, text in files.items():
                name = key.replace('__', '/').replace('_dot_', '.')
                path = pathlib.Path(root) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                names.append(name)
            return ' '.join(House(root, names).check())

    def test_clean_code_passes(self):
        self.assertEqual(self.breaches(kernel__src__a_dot_cpp=SPDX + 'int a() { return 1; }\n'), '')

    def test_kernel_including_a_room(self):
        self.assertIn('never include', self.breaches(kernel__src__a_dot_cpp=SPDX + '#include "plugins/chart/src/x.hpp"\n'))

    def test_room_including_another(self):
        found = self.breaches(plugins__a__src__x_dot_hpp=SPDX, plugins__b__src__y_dot_cpp=SPDX + '#include "x.hpp"\n')
        self.assertIn('belongs to the room a', found)

    def test_room_including_the_kernel(self):
        self.assertIn('nothing else', self.breaches(plugins__b__src__y_dot_cpp=SPDX + '#include "runtime/host.hpp"\n'))

    def test_medicine_in_the_kernel(self):
        self.assertIn('no medicine', self.breaches(kernel__src__a_dot_cpp=SPDX + '// sends a ricetta\n'))

    def test_long_function(self):
        body = 'int a() {\n' + '  call();\n' * 70 + '}\n'
        self.assertIn('a function of', self.breaches(kernel__src__a_dot_cpp=SPDX + body))

    def test_long_header(self):
        self.assertIn('the limit is 400', self.breaches(sdk__a_dot_hpp=SPDX + '\n' * 401))

    def test_missing_licence_line(self):
        self.assertIn('SPDX', self.breaches(sdk__a_dot_hpp='int a;\n'))

    def test_unfinished(self):
        self.assertIn('unfinished', self.breaches(sdk__a_dot_hpp=SPDX + '// TO' + 'DO later\n'))

    def test_events_that_manifests_do_not_name(self):
        header = SPDX + 'namespace curante::notes {\n'
        for struct, ident in ('NoteWritten', 'note-written/1'), ('Contract', 'notes/1'):
            header += f'struct {struct} {{\n  static constexpr std::string_view id = "{ident}";\n}};\n'
        def found(info, source=''):
            return self.breaches(sdk__contracts__notes_dot_hpp=header, plugins__a__README_dot_md='', plugins__a__plugin_dot_info=info,
                                 plugins__a__src__x_dot_cpp=SPDX + source)
        told = 'publishes\n{\n  note-written/1  notes/1\n}\n'
        self.assertEqual(found(told), '')
        self.assertIn('no manifest publishes note-written/1', found(''))
        self.assertIn('is no event of clock/1', found(told.replace('notes/1', 'clock/1')))
        self.assertIn('note-written/1 is missing under hears', found(told, 'Subscription<notes::NoteWritten> heard;\n'))

    def test_region_in_code(self):
        self.assertIn('regions differ', self.breaches(plugins__a__src__x_dot_cpp=SPDX + 'if (r == "lazio") {}\n'))

    def test_sleeping_test(self):
        self.assertIn('never for time', self.breaches(tests__a_dot_cpp=SPDX + 'std::this_thread::sleep_' + 'for(1s);\n'))

    def test_vague_name(self):
        self.assertIn('says nothing', self.breaches(sdk__string_utils_dot_hpp=SPDX))

    def test_room_without_readme(self):
        self.assertIn('says what it is', self.breaches(plugins__a__plugin_dot_info='id a.b\n'))


if __name__ == '__main__':
    unittest.main()
