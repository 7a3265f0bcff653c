// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace curante {

/// A file that curante_embed() compiled into a library: migrations, built-in tables.
struct EmbeddedFile {
  std::string_view name;
  std::string_view content;
};
using EmbeddedFiles = std::span<const EmbeddedFile>;

}  // namespace curante
