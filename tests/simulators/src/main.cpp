// SPDX-License-Identifier: Apache-2.0
#include <Poco/Exception.h>
#include <Poco/Net/SSLManager.h>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "built_in_tables.hpp"
#include "command_line.hpp"
#include "identities.hpp"
#include "local_time.hpp"
#include "outcomes.hpp"
#include "security/certificates.hpp"
#include "security/sanitel_key.hpp"
#include "state/state_file.hpp"
#include "web/admin_server.hpp"
#include "web/fault_plan.hpp"
#include "web/gateway.hpp"
#include "web/late_deliveries.hpp"
#include "web/soap_server.hpp"
#include "web/stop_signal.hpp"

namespace {

using namespace sistema_ts;

std::string identities_table(const CommandLine& line) {
  if (!line.identities) return std::string(kIdentitiesTable);
  std::ifstream file(*line.identities);
  if (!file) throw std::runtime_error("cannot read " + line.identities->string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The signals that end the program, blocked in every thread so that this one can wait for them.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void serve(const CommandLine& line) {
  const sigset_t signals = block_signals();
  use_italian_time();
  std::filesystem::create_directories(line.state);
  const CertificateFiles files = ensure_certificates(line.state);
  StateFile state((line.state / "state.sqlite").string());
  const Identities identities(identities_table(line), kRegionsTable);
  const OutcomeTable outcomes(kOutcomesTable);
  const SanitelKey key(files.sanitel_key);
  const Knowledge knowledge{identities, outcomes, key};

  Gateway gateway(knowledge, state);
  FaultPlan faults;
  StopSignal stop;
  LateDeliveries late(gateway);
  const SoapServer soap({gateway, faults, late, stop}, files, line.port);
  const AdminServer admin({state, faults, late, gateway, identities}, line.admin_port);
  std::cout << fmt::format("ready https://127.0.0.1:{} admin http://127.0.0.1:{}", soap.port(),
                           admin.port())
            << std::endl;

  int received = 0;
  sigwait(&signals, &received);
  stop.stop();
}

}  // namespace

int main(int count, char** words) {
  try {
    const CommandLine line = CommandLine::read(count, words);
    if (line.help) {
      std::cout << CommandLine::usage();
      return 0;
    }
    Poco::Net::initializeSSL();
    serve(line);
    Poco::Net::uninitializeSSL();
    return 0;
  } catch (const BadCommandLine& problem) {
    std::cerr << "sistema-ts-simulator: " << problem.what() << "\n" << CommandLine::usage();
    return 2;
  } catch (const Poco::Exception& problem) {
    std::cerr << "sistema-ts-simulator: " << problem.displayText() << std::endl;
  } catch (const std::exception& problem) {
    std::cerr << "sistema-ts-simulator: " << problem.what() << std::endl;
  }
  return 1;
}
