-- Which values should be compared with the page before they are quoted?
--
-- `mart.needs_review` lists a doubtful field once, with the reasons and the place. Two kinds matter to a
-- historian: readings that disagree, and a low confidence of OCR. What is not listed was not doubted,
-- which is not the same as verified.
SELECT file_name, field, value, round(confidence, 2) AS confidence, reasons, page_no AS page
FROM mart.needs_review
WHERE mrn = '94 HELSINKI 8917'
ORDER BY field;
