// Any bytes as the body of $batch, in both forms, and as a dataArray: refused, or as many answers as requests, and an
// answer in multipart that has the boundaries it says; rows taken and refused add up.
#include "base/json.hpp"
#include "sensorthings/batch.hpp"
#include "sensorthings/batch_json.hpp"
#include "sensorthings/create_observations.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace kunyu;
using namespace kunyu::sensorthings;

void must(bool promise) {
    if (!promise) std::abort();
}

class Nothing final : public BatchExecutor {
  public:
    SubResponse execute(SubRequest const& request) override {
        if (request.method == "POST") return {201, "https://host/Things(5)", "", ""};
        return {200, "", "text/plain", request.target};
    }
    GroupOutcome execute_group(std::vector<SubRequest> const& requests, References const& references) override {
        return run_group(
            requests, references, [&](SubRequest const& request) { return execute(request); },
            [&](base::Refusal const& refused) { return refusal(refused); });
    }
    SubResponse refusal(base::Refusal const& refused) override { return {400, "", "text/plain", refused.code}; }
};

void check(std::vector<BatchItem> const& items) {
    std::size_t requests = 0;
    for (auto const& item : items) requests += item.requests.size();
    must(requests <= most_batch_requests);
    Nothing executor;
    auto const answers = run_batch(items, executor);
    must(answers.size() == items.size());
    for (auto const& answer : answers) must(answer.responses.size() == answer.item->requests.size());
    must(write_json_batch(answers).at("responses").as_array().size() == requests);
    must(write_multipart_batch(answers).body.ends_with("--\r\n"));
}

void check_rows(std::string const& text) {
    RowContext context;
    context.now = {1'700'000'000'000'000};
    context.find_stream = [](EntityKey const& key) { return std::optional<RowStream>({1, key.id % 2 == 1}); };
    context.has_feature = [](observations::FeatureId) { return true; };
    auto const groups = parse_create_observations(text, context);
    if (groups.has_error()) return;
    for (auto const& group : *groups) {
        auto const& points = group.points.points;
        must(points.size() + group.refused.size() == group.rows);
        must(points.quality.size() == points.size());
        must((is_text(points.kind) ? points.texts.size() : points.numbers.size()) == points.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    auto const multipart = parse_multipart_batch("multipart/mixed;boundary=b", text);
    if (multipart.has_value()) check(*multipart);
    if (auto const value = base::parse_json(text); value.has_value()) {
        auto const items = parse_json_batch(*value);
        if (items.has_value()) check(*items);
    }
    check_rows(text);
    return 0;
}
