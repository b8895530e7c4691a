#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::sensorthings {

inline constexpr std::size_t most_batch_requests = 1000;

/// One request of a batch (18-088, clause 11).
struct SubRequest {
    std::string id;      ///< Content-ID, or the id of a JSON batch; may be empty
    std::string method;  ///< in capitals
    std::string target;  ///< below the service root, still percent-encoded: "Things(1)?$select=name"
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    /// Nothing when absent; names are compared without case.
    std::optional<std::string_view> header(std::string_view name) const;
};

struct SubResponse {
    int status = 200;
    std::string location;      ///< absolute; empty: none
    std::string content_type;  ///< empty with an empty body
    std::string body;
};

/// One request, or a change set, which is done as a whole or not at all.
struct BatchItem {
    std::vector<SubRequest> requests;
    bool is_group = false;
};

/// What a target means below the service root: "/sta/v1.1/Things", "https://host/sta/v1.1/Things" and "Things" are the
/// same.
std::string relative_target(std::string_view target);

/// What has been made so far in a batch, by the id of the request that made it: "$1" stands for it in later targets,
/// and as a string in place of an @iot.id (18-088, 11.2.2).
class References {
  public:
    /// sensorthings.unknown_reference for a name that nothing has been made under.
    base::Result<SubRequest> resolved(SubRequest request) const;
    /// Remembers what the request made, by the Location of its response.
    void note(SubRequest const& request, SubResponse const& response);

  private:
    std::map<std::string, std::string, std::less<>> made_;  // "Things(5)"
};

/// What became of a change set. When one failed, the work of all is to be undone.
struct GroupOutcome {
    std::vector<SubResponse> responses;  ///< of those tried, the failed one last
    bool failed = false;
    References references;
};

/// Executes the requests of a batch. All but the refusals of the batch itself come as responses.
class BatchExecutor {
  public:
    virtual ~BatchExecutor() = default;
    virtual SubResponse execute(SubRequest const& request) = 0;
    /// In one transaction, which is undone when the outcome says so; run_group() does the rest.
    virtual GroupOutcome execute_group(std::vector<SubRequest> const& requests, References const& references) = 0;
    virtual SubResponse refusal(base::Refusal const& refusal) = 0;
};

/// The requests one after the other, until one fails (status 400 and above).
GroupOutcome run_group(std::vector<SubRequest> const& requests, References const& references,
                       std::function<SubResponse(SubRequest const&)> const& execute,
                       std::function<SubResponse(base::Refusal const&)> const& refusal);

/// The responses to an item. Of a failed change set there is one in a multipart answer (OData 4.0, 11.7.4); a JSON
/// answer has one for each request: 424 for those beside the failed one.
struct BatchAnswer {
    BatchItem const* item = nullptr;
    std::vector<SubResponse> responses;  ///< as many as requests
    std::size_t failed = 0;              ///< which of a change set, when `is_undone`
    bool is_undone = false;
};

/// All items, in their order; a failed one does not keep the next from being done, as clients of other servers expect.
/// The items must outlive the answers.
std::vector<BatchAnswer> run_batch(std::vector<BatchItem> const& items, BatchExecutor& executor);

}  // namespace kunyu::sensorthings
