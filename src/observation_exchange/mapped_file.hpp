#pragma once
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace kunyu::observation_exchange {

/// The bytes of a file that nobody changes meanwhile, without holding them in memory. Throws std::system_error.
class MappedFile {
  public:
    explicit MappedFile(std::filesystem::path const& path);
    ~MappedFile();
    MappedFile(MappedFile const&) = delete;
    MappedFile& operator=(MappedFile const&) = delete;

    std::string_view bytes() const { return {static_cast<char const*>(start_), size_}; }

  private:
    void* start_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace kunyu::observation_exchange
