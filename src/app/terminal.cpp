#include "app/terminal.hpp"

#include "base/time.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace kunyu::app {

base::Language terminal_language() {
    for (auto const* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (auto const* value = std::getenv(name); value && *value)
            return std::string_view(value).starts_with("zh") ? base::Language::zh : base::Language::en;
    return base::Language::en;
}

std::string say(std::string_view code, base::Params const& params) {
    return base::Messages::instance().text(code, terminal_language(), params);
}

int fail(base::Refusal const& refusal) {
    std::string text = say(refusal.code, refusal.params);
    for (auto const& field : refusal.fields)
        text += fmt::format("\n  {}: {}", field.path, say(field.code, field.params));
    std::cerr << text << '\n';
    return exit_refused;
}

Progress::Progress(std::string label) : label_(std::move(label)), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (last_drawn_ != 0) std::cerr << '\n';
}

void Progress::show(std::int64_t done, std::int64_t total) {
    auto const now = base::SystemClock{}.now().microseconds;
    if (!terminal_ || total <= 0 || (now - last_drawn_ < 100'000 && done < total)) return;
    auto const percent = std::min<std::int64_t>(100, done * 100 / total);
    if (percent < percent_) return;
    last_drawn_ = now;
    percent_ = percent;
    constexpr std::int64_t width = 30;
    auto const filled = static_cast<std::size_t>(std::clamp<std::int64_t>(done * width / total, 0, width));
    std::cerr << fmt::format("\r{} [{}{}] {:3}%", label_, std::string(filled, '#'), std::string(width - filled, '.'),
                             percent)
              << std::flush;
}

std::string read_secret(std::string_view prompt) {
    termios saved{};
    bool const terminal = ::tcgetattr(STDIN_FILENO, &saved) == 0;
    if (terminal) {
        std::cerr << prompt << std::flush;
        termios silent = saved;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved);
        std::cerr << '\n';
    }
    return line;
}

}  // namespace kunyu::app
