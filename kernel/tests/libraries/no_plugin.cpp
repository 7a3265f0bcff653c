// SPDX-License-Identifier: Apache-2.0
// A library that is sound and no plugin.
extern "C" int curante_plugin_entry_of_nobody() {
  return 0;
}
