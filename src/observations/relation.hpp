#pragma once
#include "observations/ordered_table.hpp"

#include <utility>
#include <vector>

namespace kunyu::observations {

/// Which members belong to which owner, looked up from the owner's side; members in the order of their ids. As cheap to
/// copy as the table it is made of.
template <typename Owner, typename Member>
class Relation {
  public:
    void add(Owner owner, Member member) { pairs_.set({owner, member}, {}); }
    void remove(Owner owner, Member member) { pairs_.erase({owner, member}); }
    std::vector<Member> members(Owner owner) const {
        std::vector<Member> out;
        for (auto it = first(owner); it != pairs_.end() && it->first.first == owner; ++it)
            out.push_back(it->first.second);
        return out;
    }
    bool has_any(Owner owner) const {
        auto const it = first(owner);
        return it != pairs_.end() && it->first.first == owner;
    }
    /// Whether `holds(Member)` answers true for one of them; stops at that one.
    template <typename F>
    bool any_of(Owner owner, F&& holds) const {
        for (auto it = first(owner); it != pairs_.end() && it->first.first == owner; ++it)
            if (holds(it->first.second)) return true;
        return false;
    }

  private:
    struct Nothing {};
    auto first(Owner owner) const { return pairs_.lower_bound({owner, Member{}}); }
    OrderedTable<std::pair<Owner, Member>, Nothing> pairs_;
};

}  // namespace kunyu::observations
