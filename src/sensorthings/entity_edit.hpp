#pragma once
#include "base/result.hpp"
#include "sensorthings/model.hpp"

#include <boost/json.hpp>

namespace kunyu::sensorthings {

/// How an update is written (18-088, update-entity).
enum class EditForm {
    merge,      ///< PATCH: the members given replace those of the entity, each as a whole
    replace,    ///< PUT: all properties as given; those omitted get their default, so a mandatory one is missed
    operations  ///< PATCH with application/json-patch+json
};

/// The document of an entity (document_of()) after the edit. PUT keeps the links that the body does not name, since
/// they are no properties, and what the standard does not know (openness, platform): a client that knows the standard
/// alone must not open a stream that is closed. Refused: sensorthings.invalid_entity for a body that is no object, and
/// as apply_json_patch().
base::Result<boost::json::object> edited(Kind kind, boost::json::object document, EditForm form,
                                         boost::json::value const& body);

}  // namespace kunyu::sensorthings
