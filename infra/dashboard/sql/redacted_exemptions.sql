-- Under which exemptions is how much withheld?
SELECT
    s.exemption,
    (
        SELECT string_agg(DISTINCT k.authority || ': ' || k.meaning, '; ')
        FROM exemption_codes AS k
        WHERE k.code = s.exemption
    ) AS meaning,
    sum(s.redacted_cables)::BIGINT AS cables,
    sum(s.redactions)::BIGINT AS redactions
FROM mart.redaction_share AS s
GROUP BY s.exemption
ORDER BY cables DESC, s.exemption
LIMIT 30;
