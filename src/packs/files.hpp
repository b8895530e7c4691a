#pragma once
#include "packs/faults.hpp"
#include "packs/pack.hpp"

#include <string_view>

/// One function per kind of file: the bytes into their part of the pack, faults noted. What files say about each other
/// is checked by cross_check() when all are read. Pure: nothing is read from disk here.
namespace kunyu::packs {

void read_pack_file(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_organisations(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_categories(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_steps(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_platforms(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
/// After read_platforms: each event goes to its platform.
void read_platform_events(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
/// The members of a plan, also where they come by another way than a pack.
PackPlan read_plan(base::Reader& reader);
void read_plan(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_rules(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_provinces(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_notices(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
void read_regulations(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);
/// Only that it is a catalogue of codes: the observation files, which know what to do with it, read the rest.
void read_monitoring_codes(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults);

/// What the files say about each other: whatever is named exists, numbers add up, ids are unique, steps are legal.
void cross_check(Pack const& pack, Faults& faults);

}  // namespace kunyu::packs
