#pragma once
#include <boost/system/result.hpp>

#include <map>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::base {

/// Named values of a message, already as text: {"free", "0"}.
using Params = std::map<std::string, std::string>;

/// What is wrong with one member of an input. `path` is a JSON pointer ("/hosts/0/share") or the name of a query
/// parameter.
struct FieldError {
    std::string path;
    std::string code;
    Params params;
    friend bool operator==(FieldError const&, FieldError const&) = default;
};

/// A rule says no. The code stands in the message catalogue, which gives its HTTP status and its sentence in each
/// language; the edge turns it into text. Exceptions are for what cannot go on.
struct Refusal {
    Refusal() = default;
    /// Not an aggregate: what can be made of a single text would make Result<std::string> ambiguous.
    Refusal(std::string refused_code, Params given, std::vector<FieldError> faults)
        : code(std::move(refused_code)), params(std::move(given)), fields(std::move(faults)) {}
    std::string code;
    Params params;
    std::vector<FieldError> fields;
    friend bool operator==(Refusal const&, Refusal const&) = default;
};

/// For test messages and logs: "registry.no_free_place{field: land}".
inline std::ostream& operator<<(std::ostream& out, Refusal const& refusal) {
    out << refusal.code << '{';
    for (auto const& [name, value] : refusal.params) out << name << ": " << value << ' ';
    for (auto const& field : refusal.fields) out << field.path << ' ' << field.code << ' ';
    return out << '}';
}

/// Thrown when the value of a refused result is taken unchecked: our own mistake.
class UncheckedRefusal : public std::logic_error {
  public:
    explicit UncheckedRefusal(Refusal refused)
        : std::logic_error("unchecked refusal: " + refused.code), refusal(std::move(refused)) {}
    Refusal refusal;
};

[[noreturn]] inline void throw_exception_from_error(Refusal const& refusal, boost::source_location const&) {
    throw UncheckedRefusal(refusal);
}

template <typename T>
using Result = boost::system::result<T, Refusal>;

/// `return refuse("registry.no_free_place", {{"field", "land"}});`
inline Refusal refuse(std::string code, Params params = {}) {
    return {std::move(code), std::move(params), {}};
}

/// One field error as a whole refusal (422).
inline Refusal refuse_field(std::string path, std::string code, Params params = {}) {
    return {"base.invalid_input", {}, {{std::move(path), std::move(code), std::move(params)}}};
}

}  // namespace kunyu::base

/// Leaves the function with the refusal of `expression`, if it has one.
#define KUNYU_TRY_VOID(expression)                                                                           \
    do {                                                                                                     \
        if (auto kunyu_tried = (expression); kunyu_tried.has_error()) return std::move(kunyu_tried).error(); \
    } while (false)

#define KUNYU_CONCAT_2(a, b) a##b
#define KUNYU_CONCAT(a, b) KUNYU_CONCAT_2(a, b)

/// `KUNYU_TRY(auto platform, store.find(id));` — declares the value, or leaves the function with the refusal.
#define KUNYU_TRY(declaration, expression)                               \
    auto KUNYU_CONCAT(kunyu_result_, __LINE__) = (expression);           \
    if (KUNYU_CONCAT(kunyu_result_, __LINE__).has_error())               \
        return std::move(KUNYU_CONCAT(kunyu_result_, __LINE__)).error(); \
    declaration = std::move(*KUNYU_CONCAT(kunyu_result_, __LINE__))
