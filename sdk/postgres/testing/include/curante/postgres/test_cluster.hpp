// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <atomic>
#include <string>

namespace curante::postgres {

/// A private PostgreSQL for one test program: made when first asked for (about 0.7 s), in a folder
/// of its own under /tmp, and gone with the program, whichever way that ends. Runs as the user
/// postgres when the program runs as root. Nothing is synced to disk: what it holds is worth
/// nothing.
///
/// Register tests that use it with add_test(), not gtest_discover_tests(): one process, one
/// cluster.
class TestCluster {
 public:
  static TestCluster& shared();
  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;
  ~TestCluster();

  /// Connection string of a new role that owns a new, empty schema, and may do nothing else: what
  /// a room gets from database/1. pg_trgm, unaccent and btree_gist are in the schema public.
  std::string fresh();
  /// Connection string of the superuser.
  std::string superuser() const;

  /// Whether some transaction waits for a lock that another one holds.
  bool anyone_waits() const;

  /// Ends the server as a crash would (SIGKILL), and starts it again; from the main thread, since
  /// the server ends with the thread that started it.
  void crash();
  void start();
  const std::string& folder() const { return folder_; }

 private:
  TestCluster();
  void run(const std::string& command) const;
  bool wait_until_ready() const;  ///< false when the server ended instead

  std::string folder_, as_;
  pid_t server_ = -1;
  std::atomic<int> made_ = 0;
};

}  // namespace curante::postgres
