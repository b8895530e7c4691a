#pragma once
#include "base/result.hpp"
#include "http/message.hpp"
#include "portal/api_reader.hpp"
#include "portal/site.hpp"
#include "portal/view.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace kunyu::portal {

/// One public page being made: who asks for what, in which language. Lives for one request.
struct Page {
    http::Request request;  ///< with the language of the path
    Site const& site;
    ApiReader const& api;
    std::string path;    ///< without the language: "/platforms"
    std::string prefix;  ///< "" or "/en"

    base::Language language() const { return request.language; }
    std::string text(std::string_view key, base::Params const& params = {}) const {
        return portal::text(key, language(), params);
    }
    /// The value of a query parameter, or "".
    std::string parameter(std::string_view name) const { return request.parameter(name).value_or(""); }
    /// The day asked for, as sent, or today; the contract's routes check it.
    std::string as_of() const;
    /// "截至 2018-06-30"
    std::string as_of_caption(std::string_view day) const;
    /// "?as_of=2018-06-30" when another day than today was asked for, else "".
    std::string day_query() const;
    /// This page with other values of the query; an empty value takes the parameter away.
    std::string with_query(http::Fields const& changes) const;
};

/// What a page function answers: the filled content and what stands in the head.
struct Content {
    std::string title;
    std::string description;
    std::string body;  ///< HTML
    boost::json::value json_ld = nullptr;
    bool is_home = false;
    bool index = true;  ///< for search engines
};

using PageFunction = base::Result<Content> (*)(Page const&);

/// The whole page around the content: header, channels, footer, languages, text sizes.
http::Response whole_page(Page const& page, int status, Content const& content);
/// The page that tells of a refusal, with its status.
http::Response error_page(Page const& page, base::Refusal const& refusal);

/// Data with the members that every template uses: prefix, as_of, as_of_caption.
Data page_data(Page const& page);

}  // namespace kunyu::portal
