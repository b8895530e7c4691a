#pragma once
// The standard and Boost headers that most files need; parsed once a build.
#include <boost/json.hpp>
#include <boost/system/result.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
