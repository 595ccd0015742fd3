-- Which TAGS do most cables bear, in all years or one? The 40 first.
SELECT
    m.tag,
    any_value(m.kind) AS kind,
    (SELECT any_value(k.meaning) FROM tag_codes AS k WHERE k.tag = m.tag) AS meaning,
    sum(m.cables)::BIGINT AS cables,
    min(year(m.month)) AS first_year,
    max(year(m.month)) AS last_year
FROM mart.tag_months AS m
WHERE $kind::VARCHAR IS NULL OR m.kind = $kind
GROUP BY m.tag
ORDER BY cables DESC, m.tag
LIMIT 40;
