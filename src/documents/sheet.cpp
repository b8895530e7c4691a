#include "documents/sheet.hpp"

namespace kunyu::documents {

std::string column_name(std::size_t index) {
    std::string name;
    for (auto rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
        name.insert(name.begin(), static_cast<char>('A' + static_cast<int>((rest - 1) % 26)));
    }
    return name;
}

}  // namespace kunyu::documents
