-- What is looked up one at a time in tables whose order does not help: a cable by its number or id,
-- who cites it, its copies. Some fifty bytes a row; tables in order of what is asked need none.
CREATE INDEX cables_by_mrn ON cables (mrn);
CREATE INDEX cables_by_id ON cables (cable_id);
CREATE INDEX references_by_target ON cable_references (target_cable_id);
CREATE INDEX graph_by_source ON stored.reference_graph (source_cable_id);
CREATE INDEX graph_by_target ON stored.reference_graph (target_cable_id);
CREATE INDEX copies_by_identity ON stored.ranked_copies (identity_id);
