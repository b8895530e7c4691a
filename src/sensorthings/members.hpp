#pragma once
#include "base/time.hpp"
#include "observations/faults.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace kunyu::sensorthings {

/// The members of one object of a request's body. Notes what is wrong with each by its JSON pointer and answers a
/// neutral value for it. Annotations ("@iot.selfLink", "Observations@iot.count") and the id pass unread, since clients
/// send back what they were given (18-088, create-update-delete: ids in a body are ignored); other unknown members are
/// faults, so that a misspelt one is not lost.
class Members {
  public:
    Members(boost::json::object const& object, std::string path, observations::Faults& faults)
        : object_(object), path_(std::move(path)), faults_(faults) {}
    Members(Members const&) = delete;
    Members& operator=(Members const&) = delete;

    /// The member, known from now on; nullptr when absent or null.
    boost::json::value const* find(std::string_view name);
    bool has(std::string_view name) const { return object_.contains(name); }
    void ignore(std::string_view name) { known_.emplace(name); }

    /// A missing one is a fault.
    std::string text(std::string_view name);
    boost::json::value any(std::string_view name);
    base::Instant instant(std::string_view name);

    std::optional<std::string> optional_text(std::string_view name);
    boost::json::object optional_object(std::string_view name);
    std::optional<bool> optional_boolean(std::string_view name);
    std::optional<std::int64_t> optional_integer(std::string_view name);

    void fault(std::string_view name, std::string code, base::Params params = {});
    void wrong_type(std::string_view name, std::string expected);
    /// Notes the members that nobody asked for.
    void note_unknown();
    std::string path_of(std::string_view name) const { return path_ + '/' + std::string(name); }
    observations::Faults& faults() { return faults_; }

  private:
    boost::json::value const* required(std::string_view name);
    std::string clean(std::string_view name, boost::json::value const& value);

    boost::json::object const& object_;
    std::string path_;
    observations::Faults& faults_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace kunyu::sensorthings
