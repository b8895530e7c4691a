#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace kunyu::observations {

/// A map in the order of its keys that is cheap to copy: the entries stand in pieces of at most `most` that copies
/// share, and a change copies only the piece it touches. So one writer changes his copy of a large table in
/// microseconds while readers keep theirs. A copy is a value of its own. One object is for one thread at a time; one
/// that nobody changes is for all, copying it included.
template <typename Key, typename Value>
class OrderedTable {
  public:
    using Entry = std::pair<Key, Value>;

    class Iterator {
      public:
        using iterator_category = std::bidirectional_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = Entry const*;
        using reference = Entry const&;

        Iterator() = default;
        reference operator*() const { return (*table_->pieces_[piece_].entries)[entry_]; }
        pointer operator->() const { return &**this; }
        Iterator& operator++() {
            if (++entry_ == table_->pieces_[piece_].entries->size()) {
                ++piece_;
                entry_ = 0;
            }
            return *this;
        }
        Iterator operator++(int) {
            auto const before = *this;
            ++*this;
            return before;
        }
        Iterator& operator--() {
            if (entry_ == 0) entry_ = table_->pieces_[--piece_].entries->size();
            --entry_;
            return *this;
        }
        Iterator operator--(int) {
            auto const before = *this;
            --*this;
            return before;
        }
        friend bool operator==(Iterator const& a, Iterator const& b) {
            return a.piece_ == b.piece_ && a.entry_ == b.entry_;
        }

      private:
        friend class OrderedTable;
        Iterator(OrderedTable const* table, std::size_t piece, std::size_t entry)
            : table_(table), piece_(piece), entry_(entry) {}
        OrderedTable const* table_ = nullptr;
        std::size_t piece_ = 0;
        std::size_t entry_ = 0;
    };

    OrderedTable() = default;
    OrderedTable(OrderedTable const& other) : pieces_(other.pieces_), size_(other.size_), shared_(true) {
        other.shared_.store(true, std::memory_order_relaxed);
    }
    OrderedTable(OrderedTable&& other) noexcept
        : pieces_(std::move(other.pieces_)), size_(std::exchange(other.size_, 0)), shared_(other.shared_.load()) {}
    OrderedTable& operator=(OrderedTable other) noexcept {
        pieces_.swap(other.pieces_);
        size_ = other.size_;
        shared_ = other.shared_.load();
        return *this;
    }
    ~OrderedTable() = default;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Iterator begin() const { return {this, 0, 0}; }
    Iterator end() const { return {this, pieces_.size(), 0}; }
    std::reverse_iterator<Iterator> rbegin() const { return std::reverse_iterator(end()); }
    std::reverse_iterator<Iterator> rend() const { return std::reverse_iterator(begin()); }

    /// The first entry whose key is not below `key`.
    Iterator lower_bound(Key const& key) const {
        if (pieces_.empty()) return end();
        auto const piece = piece_of(key);
        auto const& entries = *pieces_[piece].entries;
        auto const entry = place_in(entries, key);
        if (entry == entries.size()) return {this, piece + 1, 0};
        return {this, piece, entry};
    }
    /// Its value, or nothing; valid as long as this table, or a copy of it, is unchanged.
    Value const* find(Key const& key) const {
        auto const found = lower_bound(key);
        return found != end() && found->first == key ? &found->second : nullptr;
    }
    bool contains(Key const& key) const { return find(key) != nullptr; }

    /// Puts the value in place of the one that stood there.
    void set(Key const& key, Value value) {
        if (pieces_.empty()) {
            pieces_.push_back({std::make_shared<Entries>(1, Entry(key, std::move(value))), true});
            size_ = 1;
            return;
        }
        auto const piece = piece_of(key);
        auto& entries = own(piece);
        auto const place = place_in(entries, key);
        if (place < entries.size() && entries[place].first == key) {
            entries[place].second = std::move(value);
            return;
        }
        entries.insert(at(entries, place), Entry(key, std::move(value)));
        ++size_;
        if (entries.size() > most) split(piece, place);
    }
    /// Answers whether it was there.
    bool erase(Key const& key) {
        if (!contains(key)) return false;
        auto const piece = piece_of(key);
        auto& entries = own(piece);
        entries.erase(at(entries, place_in(entries, key)));
        if (entries.empty()) pieces_.erase(at(pieces_, piece));
        --size_;
        return true;
    }

  private:
    static constexpr std::size_t most = 256;
    using Entries = std::vector<Entry>;
    struct Piece {
        std::shared_ptr<Entries> entries;
        bool own = false;  // made since this table was last copied, or a copy, so no other shares it
    };

    template <typename T>
    static typename std::vector<T>::iterator at(std::vector<T>& items, std::size_t place) {
        return items.begin() + static_cast<std::ptrdiff_t>(place);
    }
    static std::size_t place_in(Entries const& entries, Key const& key) {
        auto const place = std::lower_bound(entries.begin(), entries.end(), key,
                                            [](Entry const& entry, Key const& wanted) { return entry.first < wanted; });
        return static_cast<std::size_t>(place - entries.begin());
    }
    /// The last piece that begins at the key or before it; the first when none does.
    std::size_t piece_of(Key const& key) const {
        auto const after = std::upper_bound(
            pieces_.begin(), pieces_.end(), key,
            [](Key const& wanted, Piece const& piece) { return wanted < piece.entries->front().first; });
        return after == pieces_.begin() ? 0 : static_cast<std::size_t>(after - pieces_.begin()) - 1;
    }
    Entries& own(std::size_t piece) {
        if (shared_.exchange(false, std::memory_order_relaxed))
            for (auto& each : pieces_) each.own = false;
        auto& found = pieces_[piece];
        if (!found.own) found = {std::make_shared<Entries>(*found.entries), true};
        return *found.entries;
    }
    /// Halves the piece; what was appended last begins a piece of its own, so that pieces filled in order are full.
    void split(std::size_t piece, std::size_t place) {
        auto& entries = *pieces_[piece].entries;
        auto const from = place + 1 == entries.size() ? place : entries.size() / 2;
        auto rest = std::make_shared<Entries>(std::make_move_iterator(at(entries, from)),
                                              std::make_move_iterator(entries.end()));
        entries.erase(at(entries, from), entries.end());
        pieces_.insert(at(pieces_, piece + 1), Piece{std::move(rest), true});
    }

    std::vector<Piece> pieces_;
    std::size_t size_ = 0;
    /// Whether some piece marked as own may be shared all the same. Atomic since several may copy one table at once.
    mutable std::atomic<bool> shared_{false};
};

}  // namespace kunyu::observations
