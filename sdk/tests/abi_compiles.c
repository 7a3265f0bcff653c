/* SPDX-License-Identifier: Apache-2.0 */
#include "curante/abi.h"

int abi_size_of_entry(void);
int abi_size_of_entry(void) { return (int)sizeof(curante_plugin); }
