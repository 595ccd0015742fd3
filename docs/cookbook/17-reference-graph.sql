-- What does a cable build on: to which messages do its references lead?
--
-- `mart.reference_graph` has an edge per citing and cited cable, held or not. `times` counts the copies
-- of the reference line, `mentions` the paragraphs that speak of it (`reftel`, `ref A`).
SELECT source_mrn, target_mrn, is_held, mentions
FROM mart.reference_graph
ORDER BY source_mrn, target_mrn;
