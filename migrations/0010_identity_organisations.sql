-- Organisations as they are today; the current name and parent stand here too, for reading and sorting.
CREATE TABLE organisation (
    id {ID} PRIMARY KEY,
    slug {TEXT} UNIQUE,
    kind {TEXT} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    short_name {TEXT},
    name_key {TEXT} NOT NULL,
    parent {ID} REFERENCES organisation (id),
    province {TEXT},
    city {TEXT},
    valid_from {ID},
    valid_from_min {ID},
    valid_to {ID},
    known_from {ID} NOT NULL,
    basis {TEXT} NOT NULL,
    source {TEXT},
    note {TEXT},
    members_known {ID} NOT NULL,
    pack_digest {TEXT},
    version {ID} NOT NULL
);

CREATE INDEX organisation_parent_now ON organisation (parent);
CREATE INDEX organisation_by_name ON organisation (name_key, id);

-- Official names follow one another without overlap; aliases may stand side by side.
CREATE TABLE organisation_name (
    id {ID} PRIMARY KEY,
    organisation {ID} NOT NULL REFERENCES organisation (id),
    kind {TEXT} NOT NULL,
    name_zh {TEXT} NOT NULL,
    name_en {TEXT},
    short_name {TEXT},
    folded {TEXT} NOT NULL,
    folded_en {TEXT},
    folded_short {TEXT},
    valid_from {ID},
    valid_from_min {ID},
    valid_to {ID},
    basis {TEXT} NOT NULL,
    document_number {TEXT},
    reason {TEXT}
);

CREATE INDEX organisation_name_of ON organisation_name (organisation, kind, valid_from);
CREATE INDEX organisation_name_folded ON organisation_name (folded);

-- Where an organisation stood in the tree, and when. One row is open-ended: the parent of today.
CREATE TABLE organisation_place (
    id {ID} PRIMARY KEY,
    organisation {ID} NOT NULL REFERENCES organisation (id),
    parent {ID} REFERENCES organisation (id),
    valid_from {ID},
    valid_to {ID}
);

CREATE INDEX organisation_place_of ON organisation_place (organisation, valid_from);
CREATE INDEX organisation_place_below ON organisation_place (parent);

-- Every pair of the tree of today, each organisation with itself included: what scopes are checked against.
CREATE TABLE organisation_subtree (
    ancestor {ID} NOT NULL REFERENCES organisation (id),
    descendant {ID} NOT NULL REFERENCES organisation (id),
    depth {ID} NOT NULL,
    PRIMARY KEY (ancestor, descendant)
);

CREATE INDEX organisation_subtree_up ON organisation_subtree (descendant, depth);

-- The units that answer for a group; organisation.members_known says whether they are known.
CREATE TABLE organisation_member (
    organisation {ID} NOT NULL REFERENCES organisation (id),
    member {ID} NOT NULL REFERENCES organisation (id),
    position {ID} NOT NULL,
    PRIMARY KEY (organisation, member)
);

CREATE TABLE organisation_succession (
    id {ID} PRIMARY KEY,
    predecessor {ID} NOT NULL REFERENCES organisation (id),
    successor {ID} NOT NULL REFERENCES organisation (id),
    kind {TEXT} NOT NULL,
    effective_on {ID},
    not_before {ID},
    confirmed {ID} NOT NULL,
    document_number {TEXT},
    reason {TEXT},
    basis {TEXT} NOT NULL,
    source {TEXT},
    known_from {ID} NOT NULL,
    UNIQUE (predecessor, successor)
);

CREATE INDEX organisation_succession_to ON organisation_succession (successor);

CREATE TABLE organisation_document (
    organisation {ID} NOT NULL REFERENCES organisation (id),
    file {ID} NOT NULL,
    position {ID} NOT NULL,
    PRIMARY KEY (organisation, file)
);
