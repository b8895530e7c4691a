#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "http/message.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

/// Reads the query of a request strictly: every wrong parameter is noted by its name, unknown and repeated ones are
/// refused, and finish() answers all faults at once (422). Until then each getter answers nothing for what is wrong.
class QueryReader {
  public:
    explicit QueryReader(http::Request const& request);

    std::optional<std::string> text(std::string_view name, std::size_t max = 100);
    std::optional<base::Day> day(std::string_view name);
    std::optional<bool> boolean(std::string_view name);
    std::optional<std::string> choice(std::string_view name, std::vector<std::string> const& words);
    /// 1 to 500, 50 when absent.
    int limit();
    std::optional<std::string> cursor() { return text("cursor", 1000); }

    void fault(std::string_view name, std::string code, base::Params params = {});
    base::Result<void> finish();

  private:
    std::optional<std::string> take(std::string_view name);
    http::Request const& request_;
    std::set<std::string, std::less<>> known_{"lang"};
    std::vector<base::FieldError> faults_;
};

}  // namespace kunyu::identity
