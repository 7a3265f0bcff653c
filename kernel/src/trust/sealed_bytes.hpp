// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace curante::kernel {

/// Octets in a sealed memory file: nobody can change them any more, so what is checked in them is
/// what the loader maps. A copy is another handle on the same; the file lives as long as any
/// handle.
class SealedBytes {
 public:
  SealedBytes() = default;
  /// The first `size` octets of an open file. `name` is what debuggers show. Gives an empty one
  /// when the file has fewer. Throws Error{"library-unloadable"} when there is no memory or
  /// descriptor.
  static SealedBytes of_file(int file, size_t size, const std::string& name);

  /// A sealed file that another process handed over; takes the descriptor. Throws
  /// Error{"library-unloadable"} when anybody could still change it.
  static SealedBytes of_sealed(int descriptor);

  size_t size() const;
  /// Read of the sealed file, not of what was copied. Throws Error{"library-unloadable"}.
  std::vector<unsigned char> octets() const;
  /// A path by which this process opens the file, valid as long as any handle lives.
  std::string path() const;

 private:
  enum class Copy;
  struct MemoryFile;
  std::shared_ptr<const MemoryFile> file_;
};

}  // namespace curante::kernel
