-- What does one cable say, paragraph by paragraph?
--
-- Ask `mart.best_copy` for the fullest copy first: the same number may be held several times, whole
-- and withheld, well and badly scanned. Text that is withheld stands as `[REDACTED code]`.
SELECT
    p.number,
    p.portion_marking AS marking,
    p.heading,
    left(p.text, 80) || '…' AS begins
FROM mart.best_copy AS b
JOIN paragraphs AS p USING (cable_id)
WHERE b.mrn = '07 QUITO 7001'
ORDER BY p.position;
