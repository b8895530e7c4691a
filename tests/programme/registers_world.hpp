#pragma once
#include "inbox/inbox.hpp"
#include "programme/commitment_service.hpp"
#include "programme/inspection_service.hpp"
#include "programme/meeting_service.hpp"
#include "programme/plan_world.hpp"
#include "programme/register_sample.hpp"
#include "programme/regulation_service.hpp"
#include "programme/suggestion_service.hpp"

#include <string>
#include <vector>

namespace kunyu::programme::test {

/// The registers over the real plan, on 2018-06-30, with the people who use them: a ministry officer, the manager of
/// the surveying institute, an officer of Shaanxi, the director of platform P012.
class RegistersWorld : public PlanWorld {
  public:
    explicit RegistersWorld(sql::Database& database)
        : PlanWorld(database),
          inbox(core.ids),
          inspections(core.ids, inbox),
          commitments(core.ids),
          regulations(core.ids),
          meetings(core.ids, inbox),
          suggestions(core.ids, inbox) {
        set_today("2018-06-30");
        plan_id = plan("2018-06-30").id;
        institute = unit("clspi");
        province = unit("shaanxi");
        officer = account("wang.keji", "ministry_officer", std::nullopt);
        manager = account("li.tudi", "host_manager", institute);
        shaanxi = account("zhao.sheng", "regional_officer", province);
        director = account("zhou.zhuren", "platform_director", std::nullopt);
        director.grants.front().platform = core.platform("P012").value;
    }

    identity::Caller as(identity::Caller caller) const {
        caller.now = core.clock.now();
        return caller;
    }
    /// A file that the caller uploaded.
    std::int64_t upload(identity::Caller const& caller) {
        auto const id = core.ids.next();
        write([&](sql::Tx& tx) -> base::Result<bool> {
            auto const digest = base::sha256_hex(std::to_string(id));
            tx.exec("INSERT INTO file_content (digest, size, stored_at) VALUES (?, 1, 0)", digest);
            tx.exec(
                "INSERT INTO file (id, digest, name, size, media_type, uploaded_by, uploaded_at) VALUES (?, ?, ?, 1, ?,"
                " ?, 0)",
                id, digest, "照片.pdf", "application/pdf", caller.account);
            return true;
        }).value();
        return id;
    }
    /// Kinds of the to-dos that wait for the caller.
    std::vector<std::string> waiting(identity::Caller const& caller) {
        auto const page =
            db.read([&](sql::Session& session) { return inbox.waiting(session, as(caller), {}).value(); });
        std::vector<std::string> kinds;
        for (auto const& todo : page.items) kinds.push_back(todo.kind);
        return kinds;
    }
    /// Where the first of them leads.
    std::string first_link(identity::Caller const& caller) {
        return db.read(
            [&](sql::Session& session) { return inbox.waiting(session, as(caller), {}).value().items.at(0).link; });
    }
    /// How many entries the audit record holds of a kind of subject.
    std::int64_t recorded(char const* kind) {
        return db.read([&](sql::Session& session) {
            return session.first("SELECT COUNT(*) FROM audit_record WHERE subject_kind = ?", kind)->integer(0);
        });
    }

    inbox::Inbox inbox;
    InspectionService inspections;
    CommitmentService commitments;
    RegulationService regulations;
    MeetingService meetings;
    SuggestionService suggestions;
    PlanId plan_id;
    OrganisationId institute, province;
    identity::Caller officer, manager, shaanxi, director;

  private:
    identity::Caller account(std::string const& user, std::string const& role, std::optional<OrganisationId> scope) {
        identity::Caller caller;
        caller.account = core.ids.next_as<identity::AccountTag>();
        caller.name = user;
        identity::Grant grant;
        grant.role = role;
        grant.organisation = scope;
        caller.grants = {grant};
        write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec(
                "INSERT INTO account (id, user_name, display_name, language, active, must_change_password, created_at,"
                " version) VALUES (?, ?, ?, 'zh', 1, 0, 0, 1)",
                caller.account, user, user);
            return true;
        }).value();
        return caller;
    }
};

/// "" for success; else the refusal's code, or the paths of its fields.
template <typename T>
std::string refused(base::Result<T> const& result) {
    if (result.has_value()) return "";
    std::string out;
    for (auto const& field : result.error().fields) out += (out.empty() ? "" : " ") + field.path;
    return out.empty() ? result.error().code : out;
}

}  // namespace kunyu::programme::test
