#include "sensorthings/row_answers.hpp"

#include "observations/observation.hpp"

#include <boost/json.hpp>

#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using observations::ObservationId;
using observations::StreamId;

/// What stands in the answer to CreateObservations for a row that was refused (18-088, 13.2: "error").
std::string error_text(base::FieldError const& fault, base::Language language) {
    return "error: " + base::Messages::instance().text(fault.code, language, fault.params) +
           (fault.path.empty() ? "" : " (" + fault.path + ")");
}

/// The numbers of one group's observations, row by row.
class Ordinals {
  public:
    Ordinals(std::vector<observations::Repeat> const& repeats, std::int64_t first_new)
        : repeat_(repeats.begin()), end_(repeats.end()), new_(first_new) {}
    std::int64_t next() {
        bool const is_repeat = repeat_ != end_ && repeat_->place == place_;
        ++place_;
        return is_repeat ? (repeat_++)->ordinal : new_++;
    }

  private:
    std::vector<observations::Repeat>::const_iterator repeat_, end_;
    std::size_t place_ = 0;
    std::int64_t new_;
};

}  // namespace

bool has_new_rows(ObservationRows const& group) {
    return group.refused.size() + group.repeats.size() < group.rows;
}

std::string answer_rows(std::vector<ObservationRows> const& groups, std::vector<std::int64_t> const& first_ordinals,
                        std::string const& root, base::Language language) {
    std::string out = "[";
    std::size_t taken = 0;
    for (auto const& group : groups) {
        auto refused = group.refused.begin();
        Ordinals ordinals(group.repeats, has_new_rows(group) ? first_ordinals[taken++] : 0);
        for (std::size_t row = 0; row < group.rows; ++row) {
            if (out.size() > 1) out += ',';
            if (refused != group.refused.end() && refused->row == row) {
                out += json::serialize(json::string(error_text((refused++)->fault, language)));
                continue;
            }
            out += '"';
            out += root;
            out += "/Observations(";
            out += std::to_string(ObservationId{StreamId{group.stream.id}, ordinals.next()}.value());
            out += ")\"";
        }
    }
    return out + ']';
}

}  // namespace kunyu::sensorthings
