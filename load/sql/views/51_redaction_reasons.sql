-- Why is each stretch withheld, under the order in force at the review? One row per redaction and
-- exemption. A code cited outside every period it was in force has the nearest meaning, and says so
-- in is_in_force; without a day of review it has the latest. Codes nobody knows have no meaning.
--
-- document_id: The document.
-- position: The redaction's position in it.
-- cable_id: The cable; NULL outside one.
-- page_no: Page of the redaction.
-- exemption: Exemption code as cited.
-- reviewed_on: Day of the review.
-- authority: The law or order the code is of.
-- meaning: What it protects.
-- is_in_force: Whether the code could be claimed that day; NULL where the day or the code is unknown.
CREATE OR REPLACE TABLE stored.redaction_reasons AS
WITH cited AS (
    SELECT
        r.document_id,
        r.position,
        r.cable_id,
        r.page_no,
        unnest(r.exemptions) AS exemption,
        d.reviewed_on
    FROM redactions AS r
    JOIN documents AS d USING (document_id)
),
decoded AS (
    SELECT
        c.*,
        e.authority,
        e.meaning,
        e.valid_from,
        greatest(
            coalesce(e.valid_from - c.reviewed_on, 0), coalesce(c.reviewed_on - e.valid_to, 0), 0
        ) AS days_outside
    FROM cited AS c
    LEFT JOIN exemption_codes AS e ON e.code = c.exemption
)
SELECT
    document_id,
    position,
    cable_id,
    page_no,
    exemption,
    reviewed_on,
    authority,
    meaning,
    CASE
        WHEN reviewed_on IS NOT NULL AND authority IS NOT NULL THEN days_outside = 0
    END AS is_in_force
FROM decoded
QUALIFY row_number() OVER (
    PARTITION BY document_id, position, exemption ORDER BY days_outside, valid_from DESC
) = 1
ORDER BY document_id, position, exemption;

CREATE OR REPLACE VIEW mart.redaction_reasons AS FROM stored.redaction_reasons;
