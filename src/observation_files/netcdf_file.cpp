#include "observation_files/netcdf_file.hpp"

#include "base/text.hpp"

#include <netcdf.h>

#include <mutex>

namespace kunyu::observation_files {
namespace {

constexpr int compression = 4;
constexpr std::size_t random_name_bytes = 8;

std::mutex& library() {
    static std::mutex mutex;
    return mutex;
}

nc_type type_of(NetcdfFile::Type type) {
    switch (type) {
        case NetcdfFile::Type::text:
            return NC_CHAR;
        case NetcdfFile::Type::byte:
            return NC_BYTE;
        case NetcdfFile::Type::integer:
            return NC_INT;
        case NetcdfFile::Type::real:
            break;
    }
    return NC_DOUBLE;
}

}  // namespace

template <typename F>
void NetcdfFile::call(F&& function) {
    if (!failure_.empty()) return;
    std::lock_guard const lock(library());
    if (int const code = function(); code != NC_NOERR) failure_ = nc_strerror(code);
}

NetcdfFile::NetcdfFile(std::filesystem::path path) : path_(std::move(path)), unfinished_(path_) {
    unfinished_ += ".part-" + base::hex(base::random_bytes(random_name_bytes));
    call([&] { return nc_create(unfinished_.c_str(), NC_NETCDF4 | NC_CLASSIC_MODEL | NC_NOCLOBBER, &file_); });
}

NetcdfFile::~NetcdfFile() {
    if (file_ >= 0) {
        std::lock_guard const lock(library());
        nc_close(file_);
    }
    std::error_code ignored;
    std::filesystem::remove(unfinished_, ignored);
}

NetcdfFile::Id NetcdfFile::dimension(std::string const& name, std::size_t length) {
    Id id;
    call([&] { return nc_def_dim(file_, name.c_str(), length, &id.value); });
    return id;
}

NetcdfFile::Id NetcdfFile::growing_dimension(std::string const& name) {
    return dimension(name, NC_UNLIMITED);
}

NetcdfFile::Id NetcdfFile::variable(std::string const& name, Type type, std::vector<Id> const& dimensions,
                                    std::size_t chunk) {
    Id id;
    std::vector<int> ids;
    for (auto const each : dimensions) ids.push_back(each.value);
    call([&] {
        return nc_def_var(file_, name.c_str(), type_of(type), static_cast<int>(ids.size()), ids.data(), &id.value);
    });
    if (chunk == 0) return id;
    call([&] { return nc_def_var_chunking(file_, id.value, NC_CHUNKED, &chunk); });
    call([&] { return nc_def_var_deflate(file_, id.value, 1, 1, compression); });
    return id;
}

void NetcdfFile::attribute(Id variable, std::string const& name, std::string_view text) {
    if (text.empty()) return;
    call([&] { return nc_put_att_text(file_, variable.value, name.c_str(), text.size(), text.data()); });
}

void NetcdfFile::attribute(Id variable, std::string const& name, double value) {
    call([&] { return nc_put_att_double(file_, variable.value, name.c_str(), NC_DOUBLE, 1, &value); });
}

void NetcdfFile::attribute(Id variable, std::string const& name, std::span<std::int8_t const> values) {
    call([&] { return nc_put_att_schar(file_, variable.value, name.c_str(), NC_BYTE, values.size(), values.data()); });
}

void NetcdfFile::end_definitions() {
    call([&] { return nc_enddef(file_); });
}

void NetcdfFile::resume_definitions() {
    call([&] { return nc_redef(file_); });
}

void NetcdfFile::put(Id variable, std::size_t start, std::span<double const> values) {
    auto const count = values.size();
    call([&] { return nc_put_vara_double(file_, variable.value, &start, &count, values.data()); });
}

void NetcdfFile::put(Id variable, std::size_t start, std::span<std::int8_t const> values) {
    auto const count = values.size();
    call([&] { return nc_put_vara_schar(file_, variable.value, &start, &count, values.data()); });
}

void NetcdfFile::put(Id variable, std::size_t start, std::int32_t value) {
    call([&] { return nc_put_var1_int(file_, variable.value, &start, &value); });
}

void NetcdfFile::put(Id variable, double value) {
    call([&] { return nc_put_var_double(file_, variable.value, &value); });
}

void NetcdfFile::put_text(Id variable, std::size_t row, bool has_rows, std::string_view text) {
    std::size_t const start[2] = {row, 0};
    std::size_t const count[2] = {1, text.size()};
    std::size_t const skipped = has_rows ? 0 : 1;
    if (!text.empty())
        call([&] { return nc_put_vara_text(file_, variable.value, start + skipped, count + skipped, text.data()); });
}

void NetcdfFile::get(Id variable, std::size_t start, std::span<double> values) {
    auto const count = values.size();
    call([&] { return nc_get_vara_double(file_, variable.value, &start, &count, values.data()); });
}

base::Result<void> NetcdfFile::status() const {
    if (!failure_.empty()) return base::refuse("observation_files.not_written", {{"reason", failure_}});
    return {};
}

base::Result<void> NetcdfFile::close() {
    call([&] {
        auto const file = file_;
        file_ = -1;
        return nc_close(file);
    });
    KUNYU_TRY_VOID(status());
    std::error_code error;
    std::filesystem::rename(unfinished_, path_, error);
    if (error) return base::refuse("observation_files.not_written", {{"reason", error.message()}});
    return {};
}

}  // namespace kunyu::observation_files
