#include "observations/watched_streams.hpp"

#include "observations/change_feed.hpp"
#include "observations/quality_alarm_store.hpp"

namespace kunyu::observations {
void WatchedStreams::refresh() {
    auto const version = database_.data_version();
    if (version == version_) return;
    catalogue_.refresh();
    database_.read([this](sql::Session& session) { read(session); });
    version_ = version;
}

void WatchedStreams::read(sql::Session& session) {
    alarms_ = streams_with_alarms(session);
    read_rules(session);
}

void WatchedStreams::read_rules(sql::Session& session) {
    auto const put = [this](StreamQualityRules const& one) {
        rules_.erase(one.stream);
        if (tests_anything(one.rules)) rules_.emplace(one.stream, one.rules);
    };
    auto const last = last_change(session);
    if (change_ < 0) {
        for (auto const& one : load_quality_rules(session)) put(one);
    } else if (last > change_) {
        for (auto const& change : changes_after(session, change_))
            if (change.kind == ChangeKind::quality_rules) put(load_quality_rules(session, StreamId{change.id}));
    }
    change_ = last;
}

std::optional<StreamTests> WatchedStreams::tests_of(StreamId id) const {
    auto const view = catalogue_.view();
    auto const* stream = view.find(id);
    if (!stream) return std::nullopt;
    auto const rules = rules_.find(id);
    return tests_for(view, *stream, rules == rules_.end() ? quality::QartodRules{} : rules->second);
}

}  // namespace kunyu::observations
