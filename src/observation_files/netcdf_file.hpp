#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// A NetCDF-4 file of the classic model while it is written; the only door to libnetcdf. It comes into being under
/// another name and takes its own on close(), so that nobody meets half a file; left unclosed it vanishes. The first
/// fault of the library is kept and makes all later calls do nothing: ask status() now and then. HDF5 underneath bears
/// one thread at a time in the whole process; each call sees to that.
class NetcdfFile {
  public:
    enum class Type { text, byte, integer, real };
    struct Id {
        int value = -1;
    };

    explicit NetcdfFile(std::filesystem::path path);
    ~NetcdfFile();
    NetcdfFile(NetcdfFile const&) = delete;
    NetcdfFile& operator=(NetcdfFile const&) = delete;

    Id dimension(std::string const& name, std::size_t length);
    Id growing_dimension(std::string const& name);  ///< one at most in the classic model
    /// Compressed where its first dimension grows; `chunk` values are stored together then.
    Id variable(std::string const& name, Type type, std::vector<Id> const& dimensions, std::size_t chunk = 0);

    /// Of a variable; of the file as a whole with Id{}. An empty text is no attribute.
    void attribute(Id variable, std::string const& name, std::string_view text);
    void attribute(Id variable, std::string const& name, double value);
    void attribute(Id variable, std::string const& name, std::span<std::int8_t const> values);

    void end_definitions();
    void resume_definitions();

    void put(Id variable, std::size_t start, std::span<double const> values);
    void put(Id variable, std::size_t start, std::span<std::int8_t const> values);
    void put(Id variable, std::size_t start, std::int32_t value);
    void put(Id variable, double value);  ///< of a variable without dimensions
    /// Into the row of a text variable (row, width), or a text variable (width) where it has no rows.
    void put_text(Id variable, std::size_t row, bool has_rows, std::string_view text);
    void get(Id variable, std::size_t start, std::span<double> values);

    /// observation_files.not_written {reason} once anything failed.
    base::Result<void> status() const;
    base::Result<void> close();

  private:
    template <typename F>
    void call(F&& function);

    std::filesystem::path path_;
    std::filesystem::path unfinished_;
    int file_ = -1;
    std::string failure_;
};

}  // namespace kunyu::observation_files
