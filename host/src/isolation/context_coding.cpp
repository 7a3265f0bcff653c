// SPDX-License-Identifier: Apache-2.0
#include "isolation/context_coding.hpp"

namespace curante::isolation {

namespace {

constexpr std::string curante_context::*texts[] = {
    &curante_context::user,     &curante_context::user_name, &curante_context::role,
    &curante_context::practice, &curante_context::patient,   &curante_context::station,
    &curante_context::trace};

}  // namespace

void encode_context(OctetWriter& out, const curante_context& context, uint64_t id) {
  out.u64(id);
  out.i64(context.deadline_ns);
  out.u8(context.may_all ? 1 : 0);
  for (const auto member : texts) out.text(context.*member);
  out.u32(static_cast<uint32_t>(context.permissions.size()));
  for (const std::string& permission : context.permissions) out.text(permission);
}

RemoteContext decode_context(OctetReader& in) {
  RemoteContext context;
  context.id = in.u64();
  context.deadline_ns = in.i64();
  context.may_all = in.u8() != 0;
  for (const auto member : texts) context.*member = in.text();
  for (uint32_t left = in.u32(); left > 0; --left) {
    context.permissions.emplace_hint(context.permissions.end(), in.text());
  }
  return context;
}

}  // namespace curante::isolation
