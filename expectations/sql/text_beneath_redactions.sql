-- title: no release holds words its pages do not show
-- severity: warning
-- judges: pages
-- why: a box drawn over live text withholds nothing from who opens the file; the words are left out
--      here, and who released it should be told
-- docs: docs/decisions/0010-text-beneath.md
select document_id, file_name, page_no, hidden_word_count
from pages
join documents using (document_id)
where hidden_word_count > 0
order by document_id, page_no;
