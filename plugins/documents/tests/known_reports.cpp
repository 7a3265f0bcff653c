// SPDX-License-Identifier: Apache-2.0
// What sanitizers say of libraries below us; they ask for these functions by name.

// fontconfig 2.14 loses 288 octets once, while it reads its configuration.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}

// Pango matches fonts in threads of its own and hands the result over through GLib's queues, whose
// locking ThreadSanitizer cannot see: none of these libraries is built for it.
extern "C" const char* __tsan_default_suppressions() {
  return "race:libfontconfig.so\nrace:libpangoft2-1.0.so\nrace:libglib-2.0.so\n"
         "race:libpangocairo-1.0.so\n";
}
