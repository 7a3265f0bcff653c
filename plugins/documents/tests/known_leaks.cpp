// SPDX-License-Identifier: Apache-2.0
// fontconfig 2.14 loses 288 octets once, while it reads its configuration (FcInit, in a thread of
// Pango's). LeakSanitizer asks for this function by name.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
