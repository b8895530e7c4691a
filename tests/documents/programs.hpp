#pragma once
#include "documents/temporary_folder.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

namespace kunyu::documents {

/// What another program says of `bytes`: each "FILE" in the command becomes the path of a file that holds them.
inline std::string said_of(std::string const& bytes, std::string command) {
    TemporaryFolder const folder;
    auto const path = (folder.path() / "document").string();
    std::ofstream(path, std::ios::binary) << bytes;
    for (auto at = command.find("FILE"); at != std::string::npos; at = command.find("FILE", at + path.size()))
        command.replace(at, 4, path);
    std::string out;
    FILE* pipe = ::popen(("LC_ALL=C.UTF-8; export LC_ALL; " + command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (auto const got = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), got);
    ::pclose(pipe);
    return out;
}

}  // namespace kunyu::documents
