// SPDX-License-Identifier: Apache-2.0
#include "record_sections.hpp"

#include "curante/error.hpp"

namespace curante::chart {

const RecordSection& section_of(const std::string& name) {
  for (const RecordSection& section : record_sections) {
    if (section.name == name) return section;
  }
  throw Error("section-unknown", "questo archivio non ha la sezione «" + name + "»",
              "Enumerate elenca le sezioni");
}

}  // namespace curante::chart
