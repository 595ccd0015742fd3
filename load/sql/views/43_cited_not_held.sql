-- Which cables are cited and not held, how often, and when first and last (by the citing cable's
-- DTG)? What to ask for next. One cable cited under several names of its post is one row.
--
-- mrn: MRN of the cited cable.
-- citations: Cables that cite it.
-- first_cited: DTG of the first that does.
-- last_cited: DTG of the last that does.
CREATE OR REPLACE TABLE stored.cited_not_held AS
SELECT
    min(g.target_mrn) AS mrn,
    count(*) AS citations,
    min(c.dtg) AS first_cited,
    max(c.dtg) AS last_cited
FROM mart.reference_graph AS g
JOIN cables AS c ON c.cable_id = g.source_cable_id
WHERE NOT g.is_held
GROUP BY g.target_year, g.target_post, g.target_serial
ORDER BY citations DESC, mrn;

CREATE OR REPLACE VIEW mart.cited_not_held AS FROM stored.cited_not_held;
