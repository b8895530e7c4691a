#include "observations/network_past.hpp"

#include "observations/entity_record.hpp"
#include "observations/programme_record.hpp"
#include "observations/stored_json.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

/// The record of a programme has the station on whichever side is there.
ThingId station_of(json::object const& record) {
    return {record.at("station").to_number<std::int64_t>()};
}

/// Takes changes back, each subject's first one after the moment.
class Undoing {
  public:
    explicit Undoing(CatalogueState const& now) : state_(std::make_shared<CatalogueState>(now)) {}

    void take_back(std::string const& kind, std::int64_t id, std::optional<std::string> const& before,
                   std::optional<std::string> const& after) {
        if (!seen_.emplace(kind, id).second) return;
        auto const was = before ? std::optional(stored_object(*before)) : std::nullopt;
        if (kind == EntityWords<Thing>::kind)
            put_back<Thing>({id}, was);
        else if (kind == EntityWords<Stream>::kind)
            put_back<Stream>({id}, was);
        else if (was || after)
            put_back_programme({id}, was, was ? station_of(*was) : station_of(stored_object(*after)));
    }
    View view() const { return View(state_); }

  private:
    template <typename T>
    void put_back(decltype(T::id) id, std::optional<json::object> const& was) {
        if (was)
            state_->put(entity_in<T>(*was, id));
        else
            state_->remove(id);
    }

    void put_back_programme(ProgrammeId id, std::optional<json::object> const& was, ThingId station) {
        auto programmes = view().programmes_of(station);
        std::erase_if(programmes, [id](Programme const& one) { return one.id == id; });
        if (was) programmes.push_back(programme_in(*was, id));
        std::sort(programmes.begin(), programmes.end(), [](Programme const& one, Programme const& other) {
            return std::pair(one.from, one.id) < std::pair(other.from, other.id);
        });
        state_->put(station, std::move(programmes));
    }

    std::shared_ptr<CatalogueState> state_;
    std::set<std::pair<std::string, std::int64_t>> seen_;
};

}  // namespace

View view_as_of(sql::Session& session, View const& now, base::Instant at) {
    Undoing undoing(now.state());
    session.each(
        "SELECT subject_kind, subject, before_json, after_json FROM audit_record WHERE recorded_at > ? AND"
        " subject_kind IN (?, ?, ?) ORDER BY sequence",
        {at.microseconds, std::string(EntityWords<Thing>::kind), std::string(EntityWords<Stream>::kind),
         std::string(programme_kind)},
        [&undoing](sql::Row const& row) {
            undoing.take_back(row.text(0), row.integer(1), row.optional_text(2), row.optional_text(3));
            return true;
        });
    return undoing.view();
}

}  // namespace kunyu::observations
