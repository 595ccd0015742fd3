-- At what hour of the day was a cable sent, where it was sent?
--
-- `dtg` is an instant in UTC (a date-time group ends with Z, Zulu time) without a zone, so that every
-- client shows the hours that are printed. To have local time say first that it is UTC, then the zone.
SELECT
    mrn,
    dtg AS utc,
    dtg AT TIME ZONE 'UTC' AT TIME ZONE 'America/Guayaquil' AS in_quito
FROM mart.distinct_cables
WHERE post = 'QUITO'
ORDER BY dtg;
