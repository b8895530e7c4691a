#include "base/messages.hpp"

#include "base/config.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

namespace kunyu {
namespace {

/// The modules that have a catalogue: what stands before the first dot of a code.
std::set<std::string> catalogue_prefixes() {
    std::set<std::string> prefixes;
    for (auto const& [code, entry] : base::Messages::instance().entries())
        prefixes.insert(code.substr(0, code.find('.')));
    return prefixes;
}

TEST(Messages, EveryCodeUsedInTheSourcesHasItsSentences) {
    auto const prefixes = catalogue_prefixes();
    std::regex const literal(R"re((refuse|refuse_field|fault|say|text)\([^"\n;]*"([a-z_]+)\.([a-z_.]*[a-z])")re");
    std::size_t seen = 0;
    for (auto const& file : std::filesystem::recursive_directory_iterator(KUNYU_SOURCE_DIR "/src")) {
        if (file.path().extension() != ".cpp" && file.path().extension() != ".hpp") continue;
        auto const source = base::read_file(file.path()).value_or("");
        for (std::sregex_iterator found(source.begin(), source.end(), literal), end; found != end; ++found) {
            std::string const code = (*found)[2].str() + "." + (*found)[3].str();
            if (!prefixes.contains((*found)[2].str())) continue;
            ++seen;
            EXPECT_TRUE(base::Messages::instance().contains(code)) << code << " in " << file.path();
        }
    }
    EXPECT_GT(seen, 50U);
}

}  // namespace
}  // namespace kunyu
