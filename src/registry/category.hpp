#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "registry/lifecycle.hpp"

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::registry {

/// Who says so: "official" (the named document), "template", "local" or "ours".
struct Origin {
    std::string basis;
    std::string source;
};

struct Term {
    std::string id;
    Name name;
};

/// The row of one of tables 1-3.
struct Field {
    std::string id;
    Name name;
    std::int64_t quota = 0;
    bool open_list = false;  ///< the document's list of directions is not closed
    std::vector<Term> directions;
};

/// Control numbers (控制数量) of a category.
struct QuotaTable {
    std::int64_t number = 0;
    std::string category;
    std::int64_t total = 0;
    Origin origin;
    std::vector<Field> fields;
};

struct Step {
    EventType event = EventType::record;
    std::vector<State> from;
    std::vector<State> to;  ///< empty: the state stays; several: the event names one, else the first
    std::vector<std::string> requirements;
    std::vector<std::string> conditions;
    std::optional<std::int64_t> within_months;
    Origin origin;
};

/// A period the rules set for a category; no value where the rule could not be had.
struct Period {
    std::string id;
    Name name;
    std::optional<std::string> value;
    std::string unit;
    Origin origin;
    std::optional<std::string> note;
};

struct Category {
    std::string id;
    std::string level;
    std::int64_t order = 0;
    Name name;
    std::vector<State> counts;    ///< states that count against the control number
    std::vector<State> reserves;  ///< states that hold a place without counting
    Origin counting_origin;
    std::optional<std::string> counting_note;
    Origin origin;
    std::vector<Period> periods;
    std::vector<Step> steps;
};

struct Level {
    std::string id;
    Name name;
    bool counted = false;
};

struct BaselineCount {
    std::string category;
    std::optional<State> state;
    std::int64_t count = 0;
};

struct Province {
    std::string code;
    Name name;
    std::string short_name;
    std::string region;
    std::int64_t order = 0;
};

/// The rules of one pack: categories, steps, control numbers, how approval treats excess. Unchanging once made, so safe
/// for all threads.
class Catalogue {
  public:
    std::string id;      ///< "mlr-2017"
    std::string digest;  ///< of its stored form
    std::string number;  ///< the document: 国土资发〔2017〕133号
    Name name;
    base::Day valid_from;
    std::optional<base::Day> valid_to;
    Origin origin;
    std::vector<Level> levels;
    std::vector<Category> categories;
    std::vector<QuotaTable> tables;
    std::optional<std::int64_t> ceiling;
    base::Day target_by;  ///< the control numbers are targets for this day
    std::optional<base::Day> baseline_as_of;
    Origin baseline_origin;
    std::vector<BaselineCount> baseline;
    std::map<std::string, std::string> settings;  ///< "over_field" -> "override_with_reason"; booleans "true", "false"
    std::vector<Term> states;
    std::vector<Term> events;
    std::vector<Term> requirements;
    std::vector<Term> conditions;
    std::vector<Term> regions;
    std::vector<Province> provinces;

    Category const* category(std::string_view category_id) const;
    QuotaTable const* table(std::string_view category_id) const;
    Field const* field(std::string_view category_id, std::string_view field_id) const;
    /// A field by its id alone: national platforms are described by the fields of the tables as well.
    Field const* any_field(std::string_view field_id) const;
    Province const* province(std::string_view code) const;
    Level const* level(std::string_view level_id) const;
    std::optional<std::int64_t> baseline_of(std::string_view category_id) const;
    /// The day from which a platform of unknown start counts.
    base::Day unknown_start() const;
    bool setting(std::string_view setting_id, bool otherwise) const;
};

/// Every rule set that ever held, oldest first.
class RuleBook {
  public:
    explicit RuleBook(std::vector<std::shared_ptr<Catalogue const>> catalogues);
    /// The rules in force on the day, for approval; nothing before the first.
    Catalogue const* in_force(base::Day day) const;
    /// The rules to read a day by: those in force, else the first.
    Catalogue const& for_reading(base::Day day) const;
    Catalogue const& latest() const { return *catalogues_.back(); }
    bool empty() const { return catalogues_.empty(); }
    std::vector<std::shared_ptr<Catalogue const>> const& all() const { return catalogues_; }

  private:
    std::vector<std::shared_ptr<Catalogue const>> catalogues_;
};

/// The stored form.
boost::json::object to_json(Catalogue const& catalogue);
Catalogue catalogue_from_json(boost::json::object const& object);

}  // namespace kunyu::registry
