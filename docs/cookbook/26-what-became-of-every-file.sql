-- What became of every file that was handed in?
--
-- A file is in `documents` once, whatever became of it: loaded, no cable in it, quarantined or failed.
-- Before writing "there is nothing about it" look here for what could not be read.
SELECT file_name, status, page_count AS pages, left(status_reason, 60) AS reason_begins
FROM documents
ORDER BY status, file_name;
