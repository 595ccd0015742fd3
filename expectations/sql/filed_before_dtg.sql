-- title: a cable was not filed before it was dated
-- severity: warning
-- judges: cables
-- why: the dash line runs on the same clock as the DTG; earlier in at most 0.4 % of the archive's
--      cables. It prints no month: the day that lies nearest to the DTG is meant
-- docs: domain.md 4, filing time
with filed as (
    select
        cable_id,
        document_id,
        mrn,
        dtg,
        filed_raw,
        date_trunc('month', dtg)
        + to_days(regexp_extract(filed_raw, '^(\d\d)(\d\d)(\d\d) ?Z', 1)::integer - 1)
        + to_hours(regexp_extract(filed_raw, '^(\d\d)(\d\d)(\d\d) ?Z', 2)::integer)
        + to_minutes(regexp_extract(filed_raw, '^(\d\d)(\d\d)(\d\d) ?Z', 3)::integer) as same_month
    from cables
    where dtg is not null and regexp_matches(filed_raw, '^\d{6} ?Z')
),
placed as (
    select
        * exclude (same_month),
        case
            when same_month < dtg - interval 15 days then same_month + interval 1 month
            when same_month > dtg + interval 15 days then same_month - interval 1 month
            else same_month
        end as filed_at
    from filed
)
select cable_id, document_id, mrn, dtg, filed_raw, filed_at
from placed
where filed_at < dtg
order by cable_id;
