#include "sensorthings/filter_parser.hpp"

#include "base/text.hpp"
#include "sensorthings/literals.hpp"
#include "sensorthings/scanner.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace kunyu::sensorthings {
namespace {

constexpr std::size_t most_order_keys = 16;

/// A variable of any() or all() and what it stands for.
struct Variable {
    std::string name;
    Kind kind;
};

/// What ends a name in a path; beyond the first name all else may stand in one, since the keys of free-form properties
/// are anybody's.
bool ends_name(char byte, bool first) {
    if (byte == '\0') return true;
    constexpr std::string_view always = " \t\r\n,()/;'[]";
    return always.find(byte) != std::string_view::npos || (first && byte == ':');
}

bool begins_name(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '@' ||
           static_cast<unsigned char>(byte) >= 0x80;
}

/// A name that a variable of any() may have.
bool is_plain_name(std::string_view name) {
    return !name.empty() && begins_name(name.front()) && name.front() != '@' &&
           std::none_of(name.begin(), name.end(), [](char byte) { return byte == '.' || byte == '@'; });
}

/// Recursive descent with precedence climbing. The depth of what it answers, and of its own recursion, is bounded by
/// deepest_filter.
class Parser {
  public:
    Parser(std::string_view text, Kind kind) : scanner_(text), kind_(kind) {}

    base::Result<Expression> whole() {
        KUNYU_TRY(auto expression, parse(weakest));
        scanner_.skip_blanks();
        if (!scanner_.at_end()) return scanner_.refusal("sensorthings.bad_expression");
        return expression;
    }

    base::Result<std::vector<OrderKey>> order() {
        std::vector<OrderKey> keys;
        do {
            if (keys.size() == most_order_keys) return scanner_.refusal("sensorthings.bad_expression");
            KUNYU_TRY(auto expression, parse(weakest));
            keys.push_back({std::move(expression), take_direction()});
        } while (scanner_.take(','));
        scanner_.skip_blanks();
        if (!scanner_.at_end()) return scanner_.refusal("sensorthings.bad_expression");
        return keys;
    }

  private:
    /// An expression whose operators bind at least so strongly.
    base::Result<Expression> parse(int strength) {
        KUNYU_TRY(auto left, parse_operand());
        while (auto const* form = take_operator(strength)) {
            KUNYU_TRY(left, parse_right(std::move(left), *form));
            if (left.depth > deepest_filter) return too_deep();
        }
        return left;
    }

    /// The operator that comes next, if it binds strongly enough.
    OperatorForm const* take_operator(int strength) {
        auto const before = scanner_.position();
        scanner_.skip_blanks();
        auto const* form = operator_named(scanner_.take_word());
        bool const whole_word = ends_name(scanner_.peek(), true);
        if (form && whole_word && form->strength >= strength) return form;
        scanner_.go_back(before);
        return nullptr;
    }

    base::Result<Expression> parse_right(Expression left, OperatorForm const& form) {
        if (form.function == Function::in) return parse_list(std::move(left));
        KUNYU_TRY(auto right, parse(form.strength + 1));
        bool const flat = form.function == Function::logical_or || form.function == Function::logical_and;
        if (!flat) return make(form.function, std::move(left), std::move(right));
        auto all = operands_of(std::move(left), form.function);
        for (auto& one : operands_of(std::move(right), form.function)) all.push_back(std::move(one));
        return Expression::of(form.function, std::move(all));
    }

    static Expression make(Function function, Expression left, Expression right) {
        std::vector<Expression> arguments;
        arguments.push_back(std::move(left));
        arguments.push_back(std::move(right));
        return Expression::of(function, std::move(arguments));
    }

    /// (a or b) or c is a or b or c: a long list makes no deep tree.
    static std::vector<Expression> operands_of(Expression expression, Function function) {
        auto* const call = std::get_if<Call>(&expression.node);
        if (call && call->function == function) return std::move(call->arguments);
        std::vector<Expression> alone;
        alone.push_back(std::move(expression));
        return alone;
    }

    base::Result<Expression> parse_list(Expression sought) {
        std::vector<Expression> arguments;
        arguments.push_back(std::move(sought));
        if (scanner_.take('(')) {
            KUNYU_TRY_VOID(parse_arguments(arguments));
        } else {
            scanner_.skip_blanks();
            auto const begin = scanner_.position();
            KUNYU_TRY(auto list, parse(operator_form(Function::in)->strength + 1));
            if (!list.get<PropertyPath>()) return scanner_.refusal_at(begin, "sensorthings.bad_expression");
            arguments.push_back(std::move(list));
        }
        if (arguments.size() < 2) return scanner_.refusal("sensorthings.bad_expression");
        return Expression::of(Function::in, std::move(arguments));
    }

    /// Up to the closing bracket; the opening one is taken.
    base::Result<void> parse_arguments(std::vector<Expression>& arguments) {
        if (scanner_.take(')')) return {};
        do {
            KUNYU_TRY(auto argument, parse(weakest));
            arguments.push_back(std::move(argument));
        } while (scanner_.take(','));
        if (!scanner_.take(')')) return scanner_.refusal("sensorthings.bad_expression");
        return {};
    }

    base::Result<Expression> parse_operand() {
        if (++nesting_ > deepest_filter) return too_deep();
        auto result = parse_nested_operand();
        --nesting_;
        if (result.has_value() && result->depth > deepest_filter) return too_deep();
        return result;
    }

    base::Result<Expression> parse_nested_operand() {
        if (scanner_.take('(')) return parse_bracketed();
        scanner_.skip_blanks();
        if (take_not()) {
            // A comparison is read whole, as its grammar has it and other servers do: not a eq b is not (a eq b).
            KUNYU_TRY(auto operand, parse(operator_form(Function::eq)->strength));
            std::vector<Expression> arguments;
            arguments.push_back(std::move(operand));
            return Expression::of(Function::logical_not, std::move(arguments));
        }
        KUNYU_TRY(auto literal, take_literal(scanner_));
        if (literal) return Expression::of(std::move(*literal));
        return parse_named();
    }

    base::Result<Expression> parse_bracketed() {
        KUNYU_TRY(auto inner, parse(weakest));
        if (!scanner_.take(')')) return scanner_.refusal("sensorthings.bad_expression");
        return inner;
    }

    bool take_not() {
        auto const before = scanner_.position();
        bool const is_not = scanner_.take_word() == "not" && (scanner_.peek() == ' ' || scanner_.peek() == '(');
        if (!is_not) scanner_.go_back(before);
        return is_not;
    }

    /// A function or a property path.
    base::Result<Expression> parse_named() {
        auto const begin = scanner_.position();
        if (!begins_name(scanner_.peek())) return scanner_.refusal("sensorthings.bad_expression");
        std::string name(take_name(true));
        if (scanner_.peek() == '(') return parse_function(name, begin);
        return parse_path(std::move(name), begin);
    }

    std::string_view take_name(bool first) {
        std::size_t length = 0;
        while (!ends_name(scanner_.peek(length), first)) ++length;
        return scanner_.take_bytes(length);
    }

    base::Result<Expression> parse_function(std::string const& name, std::size_t begin) {
        auto const* form = function_named(name);
        if (!form)
            return scanner_.refusal_at(begin, "sensorthings.unknown_function", {{"function", base::clip(name, 40)}});
        scanner_.take('(');
        std::vector<Expression> arguments;
        KUNYU_TRY_VOID(parse_arguments(arguments));
        if (arguments.size() < form->least || arguments.size() > form->most)
            return scanner_.refusal_at(begin, "sensorthings.wrong_arguments",
                                       {{"function", name}, {"count", std::to_string(form->most)}});
        if (form->function == Function::during && is_certainly_instant(arguments[1]))
            return scanner_.refusal_at(begin, "sensorthings.needs_interval", {{"function", name}});
        return Expression::of(form->function, std::move(arguments));
    }

    /// Nothing can be during what has no length: a literal moment, or a property that is never an interval.
    bool is_certainly_instant(Expression const& expression) const {
        if (auto const* literal = expression.get<Value>()) return literal->get<Moment>() != nullptr;
        auto const* path = expression.get<PropertyPath>();
        if (!path || !path->variable.empty()) return false;
        auto const target = follow(kind_, path->segments);
        if (!target || !target->property) return false;
        return target->property->name == "time" ||
               (target->property->name == "resultTime" && target->kind == Kind::observation);
    }

    /// The rest of a path whose first name is taken; any() and all() may end it.
    base::Result<Expression> parse_path(std::string name, std::size_t begin) {
        PropertyPath path;
        if (variable_named(name))
            path.variable = std::move(name);
        else
            path.segments.push_back(std::move(name));
        for (;;) {
            if (scanner_.peek() == '[') {
                KUNYU_TRY_VOID(take_index(path));
            } else if (scanner_.peek() == '/') {
                scanner_.take('/');
                std::string segment(take_name(false));
                bool const lambda = scanner_.peek() == '(' && (segment == "any" || segment == "all");
                if (lambda) return parse_lambda(std::move(path), segment == "all", begin);
                if (segment.empty()) return scanner_.refusal("sensorthings.bad_expression");
                path.segments.push_back(std::move(segment));
            } else {
                return checked(std::move(path), begin);
            }
        }
    }

    /// result[0] is result/0.
    base::Result<void> take_index(PropertyPath& path) {
        scanner_.take('[');
        std::string const index(scanner_.take_word());
        bool const digits = !index.empty() && index.find_first_not_of("0123456789") == std::string::npos;
        if (!digits || !scanner_.take(']')) return scanner_.refusal("sensorthings.bad_expression");
        path.segments.push_back(index);
        return {};
    }

    Variable const* variable_named(std::string_view name) const {
        auto const found = std::find_if(variables_.rbegin(), variables_.rend(),
                                        [&](auto const& variable) { return variable.name == name; });
        return found == variables_.rend() ? nullptr : &*found;
    }

    std::optional<PathTarget> target_of(PropertyPath const& path) const {
        auto const* variable = variable_named(path.variable);
        return follow(path.variable.empty() ? kind_ : variable->kind, path.segments);
    }

    base::Refusal unknown(PropertyPath const& path, std::size_t begin) const {
        auto const* variable = variable_named(path.variable);
        return scanner_.refusal_at(begin, "sensorthings.unknown_property",
                                   {{"property", base::clip(to_string(Expression::of(path)), 60)},
                                    {"type", std::string(type_of(variable ? variable->kind : kind_).name)}});
    }

    base::Result<Expression> checked(PropertyPath path, std::size_t begin) const {
        for (auto& segment : path.segments)
            if (segment == "@iot.id") segment = "id";
        auto const target = target_of(path);
        if (!target || target->is_entity) return unknown(path, begin);
        return Expression::of(std::move(path));
    }

    /// `collection/any(` is taken.
    base::Result<Expression> parse_lambda(PropertyPath collection, bool all, std::size_t begin) {
        auto const target = target_of(collection);
        if (!target || !target->is_entity || !target->many) return unknown(collection, begin);
        scanner_.take('(');
        scanner_.skip_blanks();
        std::string name(take_name(true));
        bool const usable = is_plain_name(name) && !variable_named(name) && scanner_.take(':');
        if (!usable) return scanner_.refusal("sensorthings.bad_expression");
        variables_.push_back({name, target->kind});
        auto body = parse(weakest);
        variables_.pop_back();
        if (body.has_error()) return body;
        if (!scanner_.take(')')) return scanner_.refusal("sensorthings.bad_expression");
        Lambda lambda{all, std::move(collection), std::move(name), {}};
        lambda.body.push_back(std::move(*body));
        return Expression::of(std::move(lambda));
    }

    bool take_direction() {
        auto const before = scanner_.position();
        scanner_.skip_blanks();
        auto const word = scanner_.take_word();
        if (word != "asc" && word != "desc") scanner_.go_back(before);
        return word == "desc";
    }

    base::Refusal too_deep() const {
        return base::refuse("sensorthings.expression_too_deep", {{"limit", std::to_string(deepest_filter)}});
    }

    Scanner scanner_;
    Kind kind_;
    std::vector<Variable> variables_;
    int nesting_ = 0;
};

base::Result<void> check_text(std::string_view text) {
    if (text.size() > longest_filter)
        return base::refuse("sensorthings.expression_too_long", {{"limit", std::to_string(longest_filter)}});
    if (!base::is_utf8(text)) return base::refuse("sensorthings.bad_expression", {{"position", "1"}, {"near", ""}});
    return {};
}

}  // namespace

base::Result<Expression> parse_filter(std::string_view text, Kind kind) {
    KUNYU_TRY_VOID(check_text(text));
    return Parser(text, kind).whole();
}

base::Result<std::vector<OrderKey>> parse_order(std::string_view text, Kind kind) {
    KUNYU_TRY_VOID(check_text(text));
    return Parser(text, kind).order();
}

}  // namespace kunyu::sensorthings
