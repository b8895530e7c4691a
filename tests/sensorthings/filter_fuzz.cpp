// Any bytes as $filter, $orderby and $expand: refused, or a tree within the promised depth that prints to a text which
// reads back as the same tree; evaluating it ends, and its bounds are no narrower than it.
#include "base/text.hpp"
#include "sensorthings/evaluate.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/range.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace kunyu;
using namespace kunyu::sensorthings;

void must(bool promise) {
    if (!promise) std::abort();
}

/// The same for every property: one of several kinds by the length of its name.
class Anything final : public PropertySource {
  public:
    Value property(std::vector<std::string> const& segments) const override {
        switch (segments.back().size() % 5) {
            case 0:
                return Value(5.0);
            case 1:
                return Value(std::string("2017-01-01T00:00:00Z"));
            case 2:
                return Value(Several{{Value(1.0), Value(std::string("岩溶")), Value()}});
            case 3:
                return {};
            default:
                return Value(Moment{{1'500'000'000'000'000}});
        }
    }
    void each(std::vector<std::string> const&, std::function<bool(PropertySource const&)> const& visit) const override {
        visit(*this);
    }
};

void check(Expression const& expression, Kind kind) {
    must(expression.depth <= deepest_filter);
    auto const text = to_string(expression);
    if (text.size() <= longest_filter) {
        auto const again = parse_filter(text, kind);
        must(again.has_value() && *again == expression);
    }
    base::Instant const now{1'514'764'800'000'000};
    bool const taken = matches(expression, Anything(), now);
    if (kind != Kind::observation) return;
    auto const range = range_of(expression, now);
    base::Instant const at{1'500'000'000'000'000};  // of phenomenonTime, whose name has 14 letters
    must(!taken || ((!range.from || *range.from <= at) && (!range.to || at < *range.to)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    for (auto const kind : {Kind::observation, Kind::thing}) {
        auto const filter = parse_filter(text, kind);
        if (filter.has_value()) check(*filter, kind);
        auto const order = parse_order(text, kind);
        if (order.has_value())
            for (auto const& key : *order) check(key.by, kind);
        auto const options = parse_options({{"$expand", text}}, kind);
        if (options.has_error()) must(!options.error().code.empty());
    }
    return 0;
}
