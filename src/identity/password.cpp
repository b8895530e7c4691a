#include "identity/password.hpp"

#include "base/text.hpp"

#include <sodium.h>

#include <chrono>
#include <mutex>
#include <semaphore>
#include <set>
#include <stdexcept>

namespace kunyu::identity {

namespace {

constexpr unsigned long long passes = 3;
constexpr std::size_t memory = 64U << 20;
constexpr auto patience = std::chrono::seconds(5);

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

/// One of the two places for hashing; without one when none came free in time.
class Place {
  public:
    Place() : taken_(places().try_acquire_for(patience)) {}
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;
    ~Place() {
        if (taken_) places().release();
    }
    bool taken() const { return taken_; }

  private:
    static std::counting_semaphore<2>& places() {
        static std::counting_semaphore<2> two(2);
        return two;
    }
    bool taken_;
};

std::string hash_in_place(std::string_view password) {
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    hash.resize(hash.find('\0'));
    return hash;
}

/// What is compared when there is no account, so that its absence takes no less time.
std::string const& hash_of_nobody() {
    static std::string const hash = hash_in_place(base::random_bytes(32));
    return hash;
}

}  // namespace

base::Result<std::string> hash_password(std::string_view password) {
    start_sodium();
    Place const place;
    if (!place.taken()) return base::refuse("identity.busy");
    return hash_in_place(password);
}

base::Result<bool> verify_password(std::optional<std::string> const& hash, std::string_view password) {
    start_sodium();
    Place const place;
    if (!place.taken()) return base::refuse("identity.busy");
    auto const& against = hash ? *hash : hash_of_nobody();
    bool const matches = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return matches && hash.has_value();
}

std::string make_password() {
    start_sodium();
    // Without characters that look alike.
    constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    std::string out;
    for (int i = 0; i < 20; ++i) {
        if (i % 4 == 0 && i > 0) out += '-';
        out += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return out;
}

base::Result<void> check_password(std::string_view path, std::string_view password, std::string_view user) {
    auto const fault = [&](std::string code, base::Params params = {}) {
        return base::refuse_field(std::string(path), std::move(code), std::move(params));
    };
    auto const length = base::count_characters(password);
    if (length < 10) return fault("base.too_short", {{"min", "10"}});
    if (length > 1024 || password.size() > 4096)
        return fault("base.too_long", {{"max", "1024"}, {"length", std::to_string(length)}});
    if (base::fold(password) == base::fold(user)) return fault("identity.password_is_user_name");
    if (std::set<char>(password.begin(), password.end()).size() < 4) return fault("identity.password_too_simple");
    return {};
}

}  // namespace kunyu::identity
