#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace kunyu::observation_files {

/// Where the bytes of a file come from. One reader at a time.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Up to `most` bytes; fewer only at the end, none once it is reached. Throws std::system_error when the medium
    /// fails.
    virtual std::size_t read(char* to, std::size_t most) = 0;
    /// The next byte read is that at `offset`, counted from 0.
    virtual void seek(std::uint64_t offset) = 0;
};

/// Bytes that outlive the source.
class MemorySource final : public ByteSource {
  public:
    explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
    std::size_t read(char* to, std::size_t most) override;
    void seek(std::uint64_t offset) override;

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

class FileSource final : public ByteSource {
  public:
    /// Refuses with observation_files.cannot_open {path, reason}.
    static base::Result<std::unique_ptr<FileSource>> open(std::filesystem::path const& path);
    std::size_t read(char* to, std::size_t most) override;
    void seek(std::uint64_t offset) override;
    std::uint64_t size() const { return size_; }

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using File = std::unique_ptr<std::FILE, Close>;
    FileSource(File file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

    File file_;
    std::uint64_t size_;
};

}  // namespace kunyu::observation_files
