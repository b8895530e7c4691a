-- Names of a plan's sections in other languages than that of the document, which names them in plan_task.section.
CREATE TABLE plan_section (
    plan {ID} NOT NULL REFERENCES plan (id),
    section {TEXT} NOT NULL,
    name_en {TEXT} NOT NULL,
    PRIMARY KEY (plan, section)
);
