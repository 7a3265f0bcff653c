// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "dpcm/invia_file.hpp"
#include "dpcm/stato_invii.hpp"
#include "soap/a2f.hpp"
#include "soap/by_number.hpp"
#include "soap/interroga_nre.hpp"
#include "soap/invio_prescritto.hpp"
#include "soap/richiesta_lotto.hpp"
#include "white/white_answer.hpp"
#include "white/white_service.hpp"

using namespace curante;
using namespace curante::sac;

namespace {

/// A decoder may refuse, in words; nothing else may come out of it.
template <class Decode>
void attempt(Decode&& decode) {
  try {
    decode();
  } catch (const Error& e) {
    if (e.code().empty() || e.message().empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  attempt([&] { a2f::find_token(text); });
  attempt([&] {
    const SoapAnswer answer(text);
    attempt([&] {
      const Nre nre("1200A4000000001");
      const auto receipt = invio_prescritto::decode(answer, nre);
      const bool accepted = receipt.outcome == recipe_transmitter::Outcome::accepted;
      if (accepted && (receipt.nre != nre || receipt.authentication_code.empty())) std::abort();
    });
    attempt([&] { visualizza_prescritto::decode(answer); });
    attempt([&] { annulla_prescritto::decode(answer); });
    attempt([&] { interroga_nre::decode(answer); });
    attempt([&] {
      const auto receipt = white::decode_sending(answer, {"099001051"});
      const bool accepted = receipt.outcome == recipe_transmitter::Outcome::accepted;
      if (accepted && receipt.white_number.size() != white::number_length) std::abort();
    });
    attempt([&] {
      for (const auto& held : white::decode_view(answer).held) {
        if (held.number.size() != white::number_length) std::abort();
      }
    });
    attempt([&] { white::decode_cancellation(answer); });
    attempt([&] {
      const auto lot = richiesta_lotto::decode(answer, "120", "FBBGLI74C52H501K");
      if (lot.prefix.size() + static_cast<size_t>(lot.digits) != 15) std::abort();
    });
    attempt([&] { a2f::decode_create(answer); });
    attempt([&] { a2f::decode_check(answer); });
    attempt([&] {
      const auto receipt = invia_file::decode(answer);
      const bool taken = receipt.outcome == red_recipe_channel::Outcome::accepted;
      if (taken && receipt.protocol.empty()) std::abort();
    });
    attempt([&] { stato_invii::decode_files(answer); });
    attempt([&] { stato_invii::decode_recipes(answer); });
  });
  return 0;
}
