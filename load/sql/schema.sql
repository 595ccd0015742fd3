-- Generated from load/tables/records.py and transform/cable.py; do not edit.

-- `make generated` writes it anew.

-- Fingerprint 764d3a6e62e5551a.

CREATE TABLE main.documents (
    document_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    source_uri VARCHAR NOT NULL,
    byte_count BIGINT NOT NULL,
    page_count INTEGER,
    status VARCHAR NOT NULL,
    status_reason VARCHAR,
    release_decision VARCHAR,
    review_authority VARCHAR,
    reviewed_on DATE,
    case_id VARCHAR,
    document_number VARCHAR,
    page_banner VARCHAR,
    run_id VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    failure_code VARCHAR,
    parser_version VARCHAR NOT NULL,
    content_digest VARCHAR NOT NULL,
    text_sketch INTEGER[] NOT NULL,
    release_exemptions VARCHAR[] NOT NULL,
    review_classification VARCHAR,
    review_reasons VARCHAR[] NOT NULL,
    review_declassify_on DATE
);

COMMENT ON TABLE documents IS 'One row per distinct release file, whatever became of it. Key: document_id.';
COMMENT ON COLUMN documents.document_id IS 'sha256 of the file''s bytes, hex.';
COMMENT ON COLUMN documents.file_name IS 'Name of the file. Of several copies, the first source_uri''s.';
COMMENT ON COLUMN documents.source_uri IS 'Path below the SOURCE it was found under, with forward slashes.';
COMMENT ON COLUMN documents.byte_count IS 'Size of the file in bytes.';
COMMENT ON COLUMN documents.page_count IS 'Pages of the PDF; NULL if it could not be opened.';
COMMENT ON COLUMN documents.status IS 'loaded, no_cable, quarantined or failed.';
COMMENT ON COLUMN documents.status_reason IS 'Why it is not simply loaded, for a person to read.';
COMMENT ON COLUMN documents.release_decision IS 'full, part or denied.';
COMMENT ON COLUMN documents.review_authority IS 'The reviewer''s name in capitals, no title.';
COMMENT ON COLUMN documents.reviewed_on IS 'Date of the review or release.';
COMMENT ON COLUMN documents.case_id IS 'FOIA or review case number.';
COMMENT ON COLUMN documents.document_number IS 'The reviewers'' number for the document.';
COMMENT ON COLUMN documents.page_banner IS 'The banner the reviewers put on the pages.';
COMMENT ON COLUMN documents.run_id IS 'The run that last changed a row of this document.';
COMMENT ON COLUMN documents.loaded_at IS 'When that run loaded it, UTC.';
COMMENT ON COLUMN documents.failure_code IS 'Code of the error, for status failed (docs/errors.md).';
COMMENT ON COLUMN documents.parser_version IS 'Version of the parser that read it.';
COMMENT ON COLUMN documents.content_digest IS 'sha256 over all rows of the document but run_id and times.';
COMMENT ON COLUMN documents.text_sketch IS 'Lowest shingle hashes of its text; empty when it holds a cable.';
COMMENT ON COLUMN documents.release_exemptions IS 'Exemption codes printed with the decision: B1, 1.4(D).';
COMMENT ON COLUMN documents.review_classification IS 'Classification the reviewers gave it, in their box on the page.';
COMMENT ON COLUMN documents.review_reasons IS 'Reasons in that box: 1.4(D).';
COMMENT ON COLUMN documents.review_declassify_on IS 'Day in that box on which it is to end.';

CREATE TABLE main.document_sources (
    document_id VARCHAR NOT NULL,
    source_uri VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL
);

COMMENT ON TABLE document_sources IS 'Every place a release file was ever found in: the same bytes under several names. Key: document_id, source_uri.';
COMMENT ON COLUMN document_sources.document_id IS 'sha256 of the file''s bytes, hex.';
COMMENT ON COLUMN document_sources.source_uri IS 'Path below the SOURCE it was found under, with forward slashes.';
COMMENT ON COLUMN document_sources.file_name IS 'Name of the file there.';

CREATE TABLE main.pages (
    document_id VARCHAR NOT NULL,
    page_no INTEGER NOT NULL,
    width DOUBLE NOT NULL,
    height DOUBLE NOT NULL,
    text_source VARCHAR NOT NULL,
    engine VARCHAR,
    mean_confidence DOUBLE,
    text VARCHAR NOT NULL,
    line_count INTEGER NOT NULL,
    redacted_share DOUBLE NOT NULL,
    unread_share DOUBLE NOT NULL,
    skew_degrees DOUBLE,
    turned_degrees INTEGER NOT NULL,
    route_reason VARCHAR NOT NULL,
    ink_read_share DOUBLE,
    doubts VARCHAR[] NOT NULL,
    other_source VARCHAR,
    other_engine VARCHAR,
    other_text VARCHAR,
    hidden_word_count INTEGER NOT NULL
);

COMMENT ON TABLE pages IS 'One row per page, with all that was read on it. Key: document_id, page_no.';
COMMENT ON COLUMN pages.document_id IS 'The document.';
COMMENT ON COLUMN pages.page_no IS '1-based.';
COMMENT ON COLUMN pages.width IS 'Width in points (1/72 inch).';
COMMENT ON COLUMN pages.height IS 'Height in points.';
COMMENT ON COLUMN pages.text_source IS 'embedded, ocr or none.';
COMMENT ON COLUMN pages.engine IS 'What read the words, with its version; NULL if nothing did.';
COMMENT ON COLUMN pages.mean_confidence IS '0 to 1, words weighted by length; NULL if not OCR.';
COMMENT ON COLUMN pages.text IS 'All that was read, noise included, one printed line a line.';
COMMENT ON COLUMN pages.line_count IS 'Printed lines on the page.';
COMMENT ON COLUMN pages.redacted_share IS 'Share of the page''s area under redactions, 0 to 1.';
COMMENT ON COLUMN pages.unread_share IS 'Share of its area not read: photographs, handwriting, seals; 0 to 1. See defects.';
COMMENT ON COLUMN pages.skew_degrees IS 'Tilt taken out before OCR; NULL if not measured.';
COMMENT ON COLUMN pages.turned_degrees IS 'How the page was turned clockwise to be read: 0, 90, 180 or 270; boxes are unturned.';
COMMENT ON COLUMN pages.route_reason IS 'Why the embedded text or OCR was chosen, with the scores where both were read.';
COMMENT ON COLUMN pages.ink_read_share IS 'Share of the ink of the size of type under words; NULL if not measured.';
COMMENT ON COLUMN pages.doubts IS 'Why not to take it on trust: ink unread, low confidence.';
COMMENT ON COLUMN pages.other_source IS 'Source of the reading that lost, where a page has two; else NULL.';
COMMENT ON COLUMN pages.other_engine IS 'What read that one, with its version.';
COMMENT ON COLUMN pages.other_text IS 'All of that reading, one printed line a line.';
COMMENT ON COLUMN pages.hidden_word_count IS 'Words its text layer holds and the page does not show; they are stored nowhere.';

CREATE TABLE main.lines (
    document_id VARCHAR NOT NULL,
    page_no INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    x0 DOUBLE NOT NULL,
    top DOUBLE NOT NULL,
    x1 DOUBLE NOT NULL,
    bottom DOUBLE NOT NULL,
    confidence DOUBLE,
    layer VARCHAR NOT NULL,
    cable_id VARCHAR,
    paragraph_position INTEGER
);

COMMENT ON TABLE lines IS 'Every printed line of every page exactly once, removed noise included. Key: document_id, page_no, line_no.';
COMMENT ON COLUMN lines.document_id IS 'The document.';
COMMENT ON COLUMN lines.page_no IS '1-based.';
COMMENT ON COLUMN lines.line_no IS '1-based in reading order on the page.';
COMMENT ON COLUMN lines.text IS 'The line as read.';
COMMENT ON COLUMN lines.x0 IS 'Left edge in points from the left of the page.';
COMMENT ON COLUMN lines.top IS 'Upper edge in points from the top of the page.';
COMMENT ON COLUMN lines.x1 IS 'Right edge in points from the left of the page.';
COMMENT ON COLUMN lines.bottom IS 'Lower edge in points from the top of the page.';
COMMENT ON COLUMN lines.confidence IS '0 to 1, words weighted by length; NULL if not OCR.';
COMMENT ON COLUMN lines.layer IS 'release, relay, card, header, body, attributes or unclaimed.';
COMMENT ON COLUMN lines.cable_id IS 'The cable it belongs to; NULL for the document''s own lines.';
COMMENT ON COLUMN lines.paragraph_position IS 'The paragraph of the cable it is part of, 1-based; NULL outside paragraphs.';

CREATE TABLE main.cables (
    cable_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    cable_no INTEGER NOT NULL,
    page_first INTEGER NOT NULL,
    page_last INTEGER NOT NULL,
    mrn VARCHAR,
    year INTEGER,
    post VARCHAR,
    serial INTEGER,
    dtg TIMESTAMP,
    dtg_raw VARCHAR,
    precedence VARCHAR,
    info_precedence VARCHAR,
    originator VARCHAR,
    classification VARCHAR,
    captions VARCHAR[] NOT NULL,
    passing_instructions VARCHAR[] NOT NULL,
    executive_order VARCHAR,
    declassify_raw VARCHAR,
    declassify_on DATE,
    declassify_event VARCHAR,
    classified_by VARCHAR,
    classification_reasons VARCHAR[] NOT NULL,
    tags VARCHAR[] NOT NULL,
    subject VARCHAR,
    summary VARCHAR,
    comment VARCHAR,
    action_request VARCHAR,
    signature VARCHAR,
    drafted_by VARCHAR,
    approved_by VARCHAR,
    cleared_by VARCHAR[] NOT NULL,
    distribution_total INTEGER,
    distribution_letter VARCHAR,
    relay_counter VARCHAR,
    filed_raw VARCHAR,
    section_count INTEGER NOT NULL,
    sections_present INTEGER[] NOT NULL,
    format VARCHAR NOT NULL,
    body VARCHAR,
    word_count INTEGER NOT NULL,
    paragraph_count INTEGER NOT NULL,
    redaction_count INTEGER NOT NULL,
    confidence DOUBLE,
    layout VARCHAR NOT NULL,
    channel_number VARCHAR,
    called_stations VARCHAR[] NOT NULL,
    calling_station VARCHAR,
    station_serial INTEGER,
    transmitted_raw VARCHAR,
    channel_approval VARCHAR,
    defect_count INTEGER NOT NULL,
    run_id VARCHAR NOT NULL,
    is_quarantined BOOLEAN NOT NULL,
    text_sketch INTEGER[] NOT NULL
);

COMMENT ON TABLE cables IS 'One row per cable per document, its sections joined. Key: cable_id.';
COMMENT ON COLUMN cables.cable_id IS '16 hex digits of the document, a dash, and the cable''s number.';
COMMENT ON COLUMN cables.document_id IS 'The document it is printed in.';
COMMENT ON COLUMN cables.cable_no IS '1-based in the document.';
COMMENT ON COLUMN cables.page_first IS 'First page of the cable in the document.';
COMMENT ON COLUMN cables.page_last IS 'Last page of the cable in the document.';
COMMENT ON COLUMN cables.mrn IS 'Message reference number: 11 MEXICO 392; of an airgram 73 BANGKOK A-150.';
COMMENT ON COLUMN cables.year IS 'Four-digit year of the MRN, from the DTG in UTC.';
COMMENT ON COLUMN cables.post IS 'Sending post as in the MRN.';
COMMENT ON COLUMN cables.serial IS 'Serial number at that post in that year.';
COMMENT ON COLUMN cables.dtg IS 'Date-time group as an instant in UTC (Zulu).';
COMMENT ON COLUMN cables.dtg_raw IS 'Date-time group as printed: 312243Z JAN 11.';
COMMENT ON COLUMN cables.precedence IS 'Precedence for action addressees.';
COMMENT ON COLUMN cables.info_precedence IS 'Precedence for info addressees.';
COMMENT ON COLUMN cables.originator IS 'The FM line: AMEMBASSY MEXICO.';
COMMENT ON COLUMN cables.classification IS 'The cable''s own classification as sent.';
COMMENT ON COLUMN cables.captions IS 'Captions in printed order without repeats.';
COMMENT ON COLUMN cables.passing_instructions IS 'Lines like DEPARTMENT FOR OES/S.';
COMMENT ON COLUMN cables.executive_order IS 'Number of the order cited: 13526.';
COMMENT ON COLUMN cables.declassify_raw IS 'What follows the order as printed.';
COMMENT ON COLUMN cables.declassify_on IS 'The date in it, when it gives one.';
COMMENT ON COLUMN cables.declassify_event IS 'The schedule or event in it: GDS, XGDS-3, OADR, X1, UPON CLOSURE.';
COMMENT ON COLUMN cables.classified_by IS 'Who classified the cable, as printed.';
COMMENT ON COLUMN cables.classification_reasons IS 'Reasons cited: 1.4(B), 1.4(D).';
COMMENT ON COLUMN cables.tags IS 'TAGS codes in printed order, persons left out.';
COMMENT ON COLUMN cables.subject IS 'The SUBJECT line, wrapped lines joined.';
COMMENT ON COLUMN cables.summary IS 'Text of the summary.';
COMMENT ON COLUMN cables.comment IS 'Text of the comment.';
COMMENT ON COLUMN cables.action_request IS 'What the cable asks to be done.';
COMMENT ON COLUMN cables.signature IS 'The signature as printed.';
COMMENT ON COLUMN cables.drafted_by IS 'DRAFTED BY as printed.';
COMMENT ON COLUMN cables.approved_by IS 'APPROVED BY as printed.';
COMMENT ON COLUMN cables.cleared_by IS 'Clearances as printed, one each.';
COMMENT ON COLUMN cables.distribution_total IS 'Total copies at the end of the office grid.';
COMMENT ON COLUMN cables.distribution_letter IS 'Letter after it: W incoming, R outgoing.';
COMMENT ON COLUMN cables.relay_counter IS 'Relay counter of the dash line.';
COMMENT ON COLUMN cables.filed_raw IS 'Filing time of the dash line as printed: 312248Z.';
COMMENT ON COLUMN cables.section_count IS 'Sections the cable was sent in.';
COMMENT ON COLUMN cables.sections_present IS 'Sections found in this document.';
COMMENT ON COLUMN cables.format IS 'telegram, card, or card+telegram; an airgram is stored as a telegram.';
COMMENT ON COLUMN cables.body IS 'All paragraphs, as text, with headings and numbers.';
COMMENT ON COLUMN cables.word_count IS 'Words of the body.';
COMMENT ON COLUMN cables.paragraph_count IS 'Number of paragraphs.';
COMMENT ON COLUMN cables.redaction_count IS 'Number of redactions in the cable.';
COMMENT ON COLUMN cables.confidence IS 'Mean word confidence, 0 to 1; NULL if no OCR.';
COMMENT ON COLUMN cables.layout IS 'Print form found: email, airgram, card_over_telegram, card, archive, transmission, message_centre or bare.';
COMMENT ON COLUMN cables.channel_number IS 'Channel and number behind VZCZC: XRO1234 (ACP 127 format line 1).';
COMMENT ON COLUMN cables.called_stations IS 'Routing indicators the message was sent to (format line 2).';
COMMENT ON COLUMN cables.calling_station IS 'Routing indicator of the station that sent it, behind DE (format line 3).';
COMMENT ON COLUMN cables.station_serial IS 'Its serial there: the cable''s own serial, cut to four digits.';
COMMENT ON COLUMN cables.transmitted_raw IS 'Day of the year, hour and minute it was sent, as printed: 0312248.';
COMMENT ON COLUMN cables.channel_approval IS 'ZNR or ZNY and five letters: the channel it may go by (format line 4).';
COMMENT ON COLUMN cables.defect_count IS 'Rows of this cable in defects.';
COMMENT ON COLUMN cables.run_id IS 'The run that last changed a row of this cable''s document.';
COMMENT ON COLUMN cables.is_quarantined IS 'Whether quarantine names this cable or its document.';
COMMENT ON COLUMN cables.text_sketch IS 'Lowest shingle hashes of the body: near_texts compares them.';

CREATE TABLE main.addressees (
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    plain_language_address VARCHAR NOT NULL,
    post VARCHAR,
    routing_indicator VARCHAR,
    precedence VARCHAR,
    continuity_number VARCHAR,
    is_collective BOOLEAN NOT NULL
);

COMMENT ON TABLE addressees IS 'Who a cable is to: action, info, and those taken out of a collective. Key: cable_id, position.';
COMMENT ON COLUMN addressees.cable_id IS 'The cable.';
COMMENT ON COLUMN addressees.position IS '1-based, in printed order.';
COMMENT ON COLUMN addressees.role IS 'action (TO), info (INFO) or exempt (XMT).';
COMMENT ON COLUMN addressees.plain_language_address IS 'The address in words, e.g. AMEMBASSY LIMA.';
COMMENT ON COLUMN addressees.post IS 'The post as named in posts, when it is one.';
COMMENT ON COLUMN addressees.routing_indicator IS 'ACP 127 routing indicator, e.g. RUEHC.';
COMMENT ON COLUMN addressees.precedence IS 'Precedence word of this address, as printed.';
COMMENT ON COLUMN addressees.continuity_number IS 'Message continuity number, digits as printed.';
COMMENT ON COLUMN addressees.is_collective IS 'Whether the address stands for a list of posts.';

CREATE TABLE main.distribution (
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    office VARCHAR NOT NULL,
    copies INTEGER
);

COMMENT ON TABLE distribution IS 'The offices of the distribution grid, with their paper copies. Key: cable_id, position.';
COMMENT ON COLUMN distribution.cable_id IS 'The cable.';
COMMENT ON COLUMN distribution.position IS '1-based, in printed order.';
COMMENT ON COLUMN distribution.role IS 'action, origin or info.';
COMMENT ON COLUMN distribution.office IS 'Office symbol as printed, e.g. WHA.';
COMMENT ON COLUMN distribution.copies IS 'Paper copies; 0 means listed only.';

CREATE TABLE main.cable_tags (
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    meaning VARCHAR
);

COMMENT ON TABLE cable_tags IS 'The entries of the TAGS line, persons included. Key: cable_id, position.';
COMMENT ON COLUMN cable_tags.cable_id IS 'The cable.';
COMMENT ON COLUMN cable_tags.position IS '1-based, in printed order.';
COMMENT ON COLUMN cable_tags.tag IS 'The code, or the person''s name, as understood.';
COMMENT ON COLUMN cable_tags.kind IS 'subject, program, geographic, organization, person, unknown.';
COMMENT ON COLUMN cable_tags.meaning IS 'What the code stands for, where known.';

CREATE TABLE main.cable_references (
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    label VARCHAR,
    kind VARCHAR NOT NULL,
    mrn VARCHAR,
    year INTEGER,
    post VARCHAR,
    serial INTEGER,
    raw VARCHAR NOT NULL,
    suffix VARCHAR,
    dtg_raw VARCHAR,
    target_cable_id VARCHAR
);

COMMENT ON TABLE cable_references IS 'The items of the REF line, and the cable each leads to when it is held. Key: cable_id, position.';
COMMENT ON COLUMN cable_references.cable_id IS 'The cable.';
COMMENT ON COLUMN cable_references.position IS '1-based, in printed order.';
COMMENT ON COLUMN cable_references.label IS 'The item''s letter, e.g. A; NULL if it has none.';
COMMENT ON COLUMN cable_references.kind IS 'cable, email, telcon, memo, dtg, ...';
COMMENT ON COLUMN cable_references.mrn IS 'Canonical MRN of a cited cable, e.g. 09 MEXICO 829.';
COMMENT ON COLUMN cable_references.year IS 'Four-digit year of the cited cable; implied if not printed.';
COMMENT ON COLUMN cable_references.post IS 'Post of the cited cable.';
COMMENT ON COLUMN cable_references.serial IS 'Serial number of the cited cable.';
COMMENT ON COLUMN cable_references.raw IS 'The item as printed.';
COMMENT ON COLUMN cable_references.suffix IS 'What follows, e.g. NOTAL.';
COMMENT ON COLUMN cable_references.dtg_raw IS 'Date-time group printed with it: 310241Z AUG 77.';
COMMENT ON COLUMN cable_references.target_cable_id IS 'The best copy held of that cable; NULL if not held.';

CREATE TABLE main.reference_mentions (
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    paragraph_position INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    raw VARCHAR NOT NULL,
    label VARCHAR,
    reference_position INTEGER,
    cited_paragraphs INTEGER[] NOT NULL,
    mrn VARCHAR,
    year INTEGER,
    post VARCHAR,
    serial INTEGER,
    target_cable_id VARCHAR
);

COMMENT ON TABLE reference_mentions IS 'The messages paragraphs mention: ref A, reftel, septel, and cables cited in full. Key: cable_id, position.';
COMMENT ON COLUMN reference_mentions.cable_id IS 'The cable.';
COMMENT ON COLUMN reference_mentions.position IS '1-based, in printed order.';
COMMENT ON COLUMN reference_mentions.paragraph_position IS 'The paragraph it stands in, 1-based.';
COMMENT ON COLUMN reference_mentions.kind IS 'item (ref A), list (reftel), separate (septel), cable.';
COMMENT ON COLUMN reference_mentions.raw IS 'The words that mention it, with the paragraphs they name.';
COMMENT ON COLUMN reference_mentions.label IS 'The item''s letter, e.g. A; NULL if none is mentioned.';
COMMENT ON COLUMN reference_mentions.reference_position IS 'The item of cable_references; NULL if the list has none, or for all of it.';
COMMENT ON COLUMN reference_mentions.cited_paragraphs IS 'Numbers of the paragraphs of that message it names.';
COMMENT ON COLUMN reference_mentions.mrn IS 'Canonical MRN of a cable cited in full.';
COMMENT ON COLUMN reference_mentions.year IS 'Four-digit year of that cable; implied if not printed.';
COMMENT ON COLUMN reference_mentions.post IS 'Post of that cable.';
COMMENT ON COLUMN reference_mentions.serial IS 'Serial number of that cable.';
COMMENT ON COLUMN reference_mentions.target_cable_id IS 'The best copy held of that cable; NULL if not held.';

CREATE TABLE main.paragraphs (
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER,
    portion_marking VARCHAR,
    is_struck BOOLEAN NOT NULL,
    heading VARCHAR,
    text VARCHAR NOT NULL,
    page_first INTEGER NOT NULL,
    page_last INTEGER NOT NULL,
    redaction_count INTEGER NOT NULL,
    section_no INTEGER NOT NULL
);

COMMENT ON TABLE paragraphs IS 'The paragraphs of the body. Key: cable_id, position.';
COMMENT ON COLUMN paragraphs.cable_id IS 'The cable.';
COMMENT ON COLUMN paragraphs.position IS '1-based, in printed order.';
COMMENT ON COLUMN paragraphs.number IS 'Printed paragraph number; NULL if it has none.';
COMMENT ON COLUMN paragraphs.portion_marking IS 'Marking in parentheses, e.g. SBU; NULL if none.';
COMMENT ON COLUMN paragraphs.is_struck IS 'Whether the marking is printed struck out.';
COMMENT ON COLUMN paragraphs.heading IS 'The section heading it stands under.';
COMMENT ON COLUMN paragraphs.text IS 'The paragraph without number and marking, lines joined.';
COMMENT ON COLUMN paragraphs.page_first IS 'Page it begins on.';
COMMENT ON COLUMN paragraphs.page_last IS 'Page it ends on.';
COMMENT ON COLUMN paragraphs.redaction_count IS 'Withheld stretches inside it.';
COMMENT ON COLUMN paragraphs.section_no IS 'The section of the cable it begins in; 1 when sent whole.';

CREATE TABLE main.redactions (
    document_id VARCHAR NOT NULL,
    cable_id VARCHAR,
    page_no INTEGER NOT NULL,
    x0 DOUBLE NOT NULL,
    top DOUBLE NOT NULL,
    x1 DOUBLE NOT NULL,
    bottom DOUBLE NOT NULL,
    extent VARCHAR NOT NULL,
    exemptions VARCHAR[] NOT NULL,
    paragraph_position INTEGER,
    position INTEGER NOT NULL
);

COMMENT ON TABLE redactions IS 'What is withheld: one row per box, with the exemptions claimed for it. Key: document_id, position.';
COMMENT ON COLUMN redactions.document_id IS 'The document.';
COMMENT ON COLUMN redactions.cable_id IS 'The cable; NULL when it concerns the document only.';
COMMENT ON COLUMN redactions.page_no IS '1-based page.';
COMMENT ON COLUMN redactions.x0 IS 'Left edge in points from the left of the page.';
COMMENT ON COLUMN redactions.top IS 'Upper edge in points from the top of the page.';
COMMENT ON COLUMN redactions.x1 IS 'Right edge in points from the left of the page.';
COMMENT ON COLUMN redactions.bottom IS 'Lower edge in points from the top of the page.';
COMMENT ON COLUMN redactions.extent IS 'words, lines or page.';
COMMENT ON COLUMN redactions.exemptions IS 'Exemption codes that justify it, e.g. B1, 1.4(D).';
COMMENT ON COLUMN redactions.paragraph_position IS 'The paragraph it stands in, 1-based.';
COMMENT ON COLUMN redactions.position IS '1-based, the order in which the parser gave them.';

CREATE TABLE main.readings (
    cable_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    block VARCHAR NOT NULL,
    raw VARCHAR NOT NULL,
    value VARCHAR,
    is_chosen BOOLEAN NOT NULL,
    confidence DOUBLE,
    rule VARCHAR NOT NULL,
    page_no INTEGER,
    line_no INTEGER,
    x0 DOUBLE,
    top DOUBLE,
    x1 DOUBLE,
    bottom DOUBLE,
    position INTEGER NOT NULL
);

COMMENT ON TABLE readings IS 'Every reading of every header field, chosen or not, with its place on the page. Key: cable_id, position.';
COMMENT ON COLUMN readings.cable_id IS 'The cable.';
COMMENT ON COLUMN readings.field IS 'Name of the column the reading is for.';
COMMENT ON COLUMN readings.block IS 'Part of the print it was read in: telegram, card, attributes, stamp.';
COMMENT ON COLUMN readings.raw IS 'The text as read, before any repair.';
COMMENT ON COLUMN readings.value IS 'The text as understood, in the column''s canonical spelling.';
COMMENT ON COLUMN readings.is_chosen IS 'Whether this reading became the column''s value.';
COMMENT ON COLUMN readings.confidence IS '0 to 1: words and repairs; NULL if not measured.';
COMMENT ON COLUMN readings.rule IS 'The rule that read it, e.g. telegram.tags, with its repairs.';
COMMENT ON COLUMN readings.page_no IS 'Page of the first line, 1-based.';
COMMENT ON COLUMN readings.line_no IS 'First line on that page.';
COMMENT ON COLUMN readings.x0 IS 'Left edge in points from the left of the page.';
COMMENT ON COLUMN readings.top IS 'Upper edge in points from the top of the page.';
COMMENT ON COLUMN readings.x1 IS 'Right edge in points from the left of the page.';
COMMENT ON COLUMN readings.bottom IS 'Lower edge in points from the top of the page.';
COMMENT ON COLUMN readings.position IS '1-based, the order in which the parser gave them.';

CREATE TABLE main.defects (
    document_id VARCHAR NOT NULL,
    cable_id VARCHAR,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    field VARCHAR,
    message VARCHAR NOT NULL,
    page_no INTEGER,
    line_no INTEGER,
    x0 DOUBLE,
    top DOUBLE,
    x1 DOUBLE,
    bottom DOUBLE,
    position INTEGER NOT NULL
);

COMMENT ON TABLE defects IS 'What is wrong with the paper or with its reading. Key: document_id, position.';
COMMENT ON COLUMN defects.document_id IS 'The document.';
COMMENT ON COLUMN defects.cable_id IS 'The cable; NULL when it concerns the document only.';
COMMENT ON COLUMN defects.code IS 'What is wrong: a code of transform.defects, e.g. dtg.unreadable.';
COMMENT ON COLUMN defects.severity IS 'info, warning or error.';
COMMENT ON COLUMN defects.field IS 'The column it concerns, when it concerns one.';
COMMENT ON COLUMN defects.message IS 'What was expected and what stood there instead.';
COMMENT ON COLUMN defects.page_no IS 'Page it was seen on.';
COMMENT ON COLUMN defects.line_no IS 'Line on that page.';
COMMENT ON COLUMN defects.x0 IS 'Left edge in points from the left of the page.';
COMMENT ON COLUMN defects.top IS 'Upper edge in points from the top of the page.';
COMMENT ON COLUMN defects.x1 IS 'Right edge in points from the left of the page.';
COMMENT ON COLUMN defects.bottom IS 'Lower edge in points from the top of the page.';
COMMENT ON COLUMN defects.position IS '1-based, the order in which the parser gave them.';

CREATE TABLE main.quarantine (
    document_id VARCHAR NOT NULL,
    cable_id VARCHAR,
    stage VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    quarantined_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL
);

COMMENT ON TABLE quarantine IS 'What was kept out of the trusted rows, why, and how often it was tried. Key: document_id, cable_id, stage, code.';
COMMENT ON COLUMN quarantine.document_id IS 'The document.';
COMMENT ON COLUMN quarantine.cable_id IS 'The cable; NULL for the whole document.';
COMMENT ON COLUMN quarantine.stage IS 'Where it was stopped: extract, or a stage the run names.';
COMMENT ON COLUMN quarantine.code IS 'Code of the error or of the failed expectation.';
COMMENT ON COLUMN quarantine.message IS 'What is wrong and what to do.';
COMMENT ON COLUMN quarantine.quarantined_at IS 'When it was first kept out, UTC.';
COMMENT ON COLUMN quarantine.attempts IS 'How often it was tried: changed content and retries count.';

CREATE TABLE main.near_texts (
    kind VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    agreement VARCHAR NOT NULL
);

COMMENT ON TABLE near_texts IS 'Cables, and documents without cables, whose texts are near-duplicates, in pairs. Key: kind, id, other_id.';
COMMENT ON COLUMN near_texts.kind IS 'cable, or document for documents without a cable.';
COMMENT ON COLUMN near_texts.id IS 'cable_id or document_id of one.';
COMMENT ON COLUMN near_texts.other_id IS 'That of the other, which comes later in alphabetical order.';
COMMENT ON COLUMN near_texts.similarity IS 'Share of all their shingles that both have, estimated, 0 to 1.';
COMMENT ON COLUMN near_texts.agreement IS 'text; text and sender; text, sender and time (day, hour, minute): more asks less.';

CREATE TABLE main.cable_copies (
    cable_id VARCHAR NOT NULL,
    identity_id VARCHAR NOT NULL,
    mrn VARCHAR,
    year INTEGER,
    post VARCHAR,
    serial INTEGER
);

COMMENT ON TABLE cable_copies IS 'Every row of cables, with the cable it is a copy of: one identity, however printed. Key: cable_id.';
COMMENT ON COLUMN cable_copies.cable_id IS 'The copy.';
COMMENT ON COLUMN cable_copies.identity_id IS 'The lowest cable_id of all copies of the same cable.';
COMMENT ON COLUMN cable_copies.mrn IS 'The MRN most copies print; NULL if none prints one.';
COMMENT ON COLUMN cable_copies.year IS 'Year of that MRN.';
COMMENT ON COLUMN cable_copies.post IS 'Post of that MRN.';
COMMENT ON COLUMN cable_copies.serial IS 'Serial of that MRN.';

CREATE TABLE main.disclosures (
    withheld_cable_id VARCHAR NOT NULL,
    shown_cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    scope VARCHAR NOT NULL,
    withheld_position INTEGER,
    shown_position INTEGER NOT NULL,
    withheld VARCHAR,
    exemptions VARCHAR[] NOT NULL,
    shown VARCHAR NOT NULL,
    is_placed BOOLEAN NOT NULL
);

COMMENT ON TABLE disclosures IS 'What one copy of a cable withholds and another shows, stretch by stretch. Key: withheld_cable_id, shown_cable_id, position.';
COMMENT ON COLUMN disclosures.withheld_cable_id IS 'The copy that withholds.';
COMMENT ON COLUMN disclosures.shown_cable_id IS 'The copy that shows.';
COMMENT ON COLUMN disclosures.position IS '1-based, in printed order.';
COMMENT ON COLUMN disclosures.scope IS 'words of a paragraph, or a whole paragraph.';
COMMENT ON COLUMN disclosures.withheld_position IS 'Position of the paragraph in the copy that withholds; NULL if it has none.';
COMMENT ON COLUMN disclosures.shown_position IS 'Position of the paragraph in the copy that shows.';
COMMENT ON COLUMN disclosures.withheld IS 'What is printed instead: [REDACTED B1]; NULL for a missing paragraph.';
COMMENT ON COLUMN disclosures.exemptions IS 'Exemption codes of the withheld stretch.';
COMMENT ON COLUMN disclosures.shown IS 'What the other copy shows; it may hold [REDACTED ...] itself.';
COMMENT ON COLUMN disclosures.is_placed IS 'Whether the words on both sides are found in both; else shown may be too long.';

CREATE TABLE main.runs (
    run_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    outcome VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    documents_seen INTEGER NOT NULL,
    documents_loaded INTEGER NOT NULL,
    documents_failed INTEGER NOT NULL,
    pages_ocr INTEGER NOT NULL,
    pages_embedded INTEGER NOT NULL,
    files_new INTEGER,
    files_changed INTEGER,
    files_renamed INTEGER,
    files_gone INTEGER,
    code_version VARCHAR NOT NULL,
    engine_version VARCHAR,
    settings JSON NOT NULL,
    metrics JSON
);

COMMENT ON TABLE runs IS 'The runs that published this warehouse. Key: run_id.';
COMMENT ON COLUMN runs.run_id IS 'Name of the run.';
COMMENT ON COLUMN runs.started_at IS 'UTC.';
COMMENT ON COLUMN runs.finished_at IS 'UTC.';
COMMENT ON COLUMN runs.outcome IS 'published, or what else the flow calls it.';
COMMENT ON COLUMN runs.source IS 'What it was given to read.';
COMMENT ON COLUMN runs.documents_seen IS 'Distinct files it saw.';
COMMENT ON COLUMN runs.documents_loaded IS 'Files that are in documents with a status but failed.';
COMMENT ON COLUMN runs.documents_failed IS 'Files that could not be used.';
COMMENT ON COLUMN runs.pages_ocr IS 'Pages it read by OCR.';
COMMENT ON COLUMN runs.pages_embedded IS 'Pages it read from embedded text.';
COMMENT ON COLUMN runs.files_new IS 'Files found where none was before; NULL if it was given no SOURCE.';
COMMENT ON COLUMN runs.files_changed IS 'Files found with other bytes than before.';
COMMENT ON COLUMN runs.files_renamed IS 'Files found in another place of the SOURCE.';
COMMENT ON COLUMN runs.files_gone IS 'Files that were in the SOURCE and are not any more; their rows stay.';
COMMENT ON COLUMN runs.code_version IS 'Version of this program.';
COMMENT ON COLUMN runs.engine_version IS 'OCR engine with its version.';
COMMENT ON COLUMN runs.settings IS 'The settings in force.';
COMMENT ON COLUMN runs.metrics IS 'What it measured of itself: the views of the schema ops give it as columns.';

CREATE TABLE main.check_results (
    run_id VARCHAR NOT NULL,
    suite VARCHAR NOT NULL,
    expectation VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    success BOOLEAN NOT NULL,
    evaluated_count INTEGER,
    unexpected_count INTEGER,
    detail JSON NOT NULL
);

COMMENT ON TABLE check_results IS 'What the expectations said; stored when it differs from the results before. Key: run_id, suite, expectation.';
COMMENT ON COLUMN check_results.run_id IS 'The first run that gave exactly these results.';
COMMENT ON COLUMN check_results.suite IS 'The suite, usually the table it is about.';
COMMENT ON COLUMN check_results.expectation IS 'What was expected.';
COMMENT ON COLUMN check_results.severity IS 'How much a failure matters.';
COMMENT ON COLUMN check_results.success IS 'Whether it held.';
COMMENT ON COLUMN check_results.evaluated_count IS 'Rows looked at.';
COMMENT ON COLUMN check_results.unexpected_count IS 'Rows that did not meet it.';
COMMENT ON COLUMN check_results.detail IS 'Examples, limits, or the error that stopped the check.';

CREATE TABLE main.source_files (
    source VARCHAR NOT NULL,
    source_uri VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    found_run_id VARCHAR NOT NULL,
    gone_run_id VARCHAR
);

COMMENT ON TABLE source_files IS 'What each SOURCE held from run to run: new, changed, renamed and removed files. mart.source_history says what followed. Key: source, source_uri, found_run_id.';
COMMENT ON COLUMN source_files.source IS 'The SOURCE, an absolute path.';
COMMENT ON COLUMN source_files.source_uri IS 'Path below it, with forward slashes.';
COMMENT ON COLUMN source_files.document_id IS 'The document that was there.';
COMMENT ON COLUMN source_files.found_run_id IS 'The run that found it there.';
COMMENT ON COLUMN source_files.gone_run_id IS 'The run that found it there no more; NULL while it is there.';

CREATE TABLE main.posts (
    post VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    city VARCHAR,
    country VARCHAR,
    iso_country VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE,
    bureau VARCHAR,
    opened_on DATE,
    closed_on DATE,
    source VARCHAR NOT NULL
);

COMMENT ON TABLE posts IS 'Posts and other senders, from transform/vocab. Key: post.';
COMMENT ON COLUMN posts.post IS 'The post by the name its message numbers print, e.g. MEXICO.';
COMMENT ON COLUMN posts.kind IS 'embassy, consulate, mission, ...';
COMMENT ON COLUMN posts.city IS 'City.';
COMMENT ON COLUMN posts.country IS 'Country.';
COMMENT ON COLUMN posts.iso_country IS 'ISO 3166-1 code of the country, two letters.';
COMMENT ON COLUMN posts.latitude IS 'Degrees north.';
COMMENT ON COLUMN posts.longitude IS 'Degrees east.';
COMMENT ON COLUMN posts.bureau IS 'The Department''s regional bureau, e.g. WHA.';
COMMENT ON COLUMN posts.opened_on IS 'When it opened; 1 January where only the year is known.';
COMMENT ON COLUMN posts.closed_on IS 'When it closed; NULL if it is open, or not known.';
COMMENT ON COLUMN posts.source IS 'Where the row is from.';

CREATE TABLE main.post_names (
    name VARCHAR NOT NULL,
    post VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);

COMMENT ON TABLE post_names IS 'The names of each post, former ones included: KIEV is KYIV. Joins cables to posts. Key: name.';
COMMENT ON COLUMN post_names.name IS 'The name as it can stand in cables.post or cable_references.post.';
COMMENT ON COLUMN post_names.post IS 'The post in posts.';
COMMENT ON COLUMN post_names.kind IS 'own, former, other, or cut (the archive''s six characters).';

CREATE TABLE main.tag_codes (
    tag VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    meaning VARCHAR,
    valid_from DATE,
    valid_to DATE,
    source VARCHAR NOT NULL
);

COMMENT ON TABLE tag_codes IS 'TAGS codes with their periods, from transform/vocab. Key: tag.';
COMMENT ON COLUMN tag_codes.tag IS 'The code.';
COMMENT ON COLUMN tag_codes.kind IS 'subject, program, geographic or organization.';
COMMENT ON COLUMN tag_codes.meaning IS 'What it stands for.';
COMMENT ON COLUMN tag_codes.valid_from IS 'First day it was in use, where known.';
COMMENT ON COLUMN tag_codes.valid_to IS 'Last day it was in use, where known.';
COMMENT ON COLUMN tag_codes.source IS 'Where the row is from.';

CREATE TABLE main.office_codes (
    office VARCHAR NOT NULL,
    meaning VARCHAR,
    source VARCHAR NOT NULL
);

COMMENT ON TABLE office_codes IS 'Office symbols of the distribution grid, from transform/vocab. Key: office.';
COMMENT ON COLUMN office_codes.office IS 'The symbol, e.g. WHA.';
COMMENT ON COLUMN office_codes.meaning IS 'The office; NULL where only the symbol is known.';
COMMENT ON COLUMN office_codes.source IS 'Where the row is from.';

CREATE TABLE main.exemption_codes (
    code VARCHAR NOT NULL,
    authority VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    valid_from DATE,
    valid_to DATE,
    source VARCHAR NOT NULL
);

COMMENT ON TABLE exemption_codes IS 'Exemption codes, one row for each order a code was used under; join on the code and the day of the review. From transform/vocab. Key: code, authority.';
COMMENT ON COLUMN exemption_codes.code IS 'The code as stored in redactions.exemptions, e.g. B1.';
COMMENT ON COLUMN exemption_codes.authority IS 'The law or order it is of.';
COMMENT ON COLUMN exemption_codes.meaning IS 'What it protects.';
COMMENT ON COLUMN exemption_codes.valid_from IS 'First day the law or order was in force.';
COMMENT ON COLUMN exemption_codes.valid_to IS 'Last day; NULL while it is in force.';
COMMENT ON COLUMN exemption_codes.source IS 'Where the row is from.';

CREATE TABLE main.search_words (
    word VARCHAR NOT NULL,
    term VARCHAR NOT NULL
);

COMMENT ON TABLE search_words IS 'Words of the search index and their stems; mart.search reads it. Key: word.';
COMMENT ON COLUMN search_words.word IS 'A word as it stands in paragraphs and subjects, lower case, no accents.';
COMMENT ON COLUMN search_words.term IS 'Its stem (Porter), as indexed.';

CREATE TABLE main.search_terms (
    term VARCHAR NOT NULL,
    term_id INTEGER NOT NULL
);

COMMENT ON TABLE search_terms IS 'Stems of the search index. Key: term.';
COMMENT ON COLUMN search_terms.term IS 'The stem.';
COMMENT ON COLUMN search_terms.term_id IS 'Its number in search_postings.';

CREATE TABLE main.search_docs (
    doc_no INTEGER NOT NULL,
    cable_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    terms INTEGER NOT NULL
);

COMMENT ON TABLE search_docs IS 'Texts of the search index: paragraphs and subjects. Key: doc_no.';
COMMENT ON COLUMN search_docs.doc_no IS 'Its number in search_postings.';
COMMENT ON COLUMN search_docs.cable_id IS 'The cable.';
COMMENT ON COLUMN search_docs.position IS 'The paragraph''s position; 0 for the subject.';
COMMENT ON COLUMN search_docs.terms IS 'Its words but the stop words.';

CREATE TABLE main.search_postings (
    term_id INTEGER NOT NULL,
    doc_no INTEGER NOT NULL,
    place INTEGER NOT NULL,
    times INTEGER NOT NULL,
    terms INTEGER NOT NULL
);

COMMENT ON TABLE search_postings IS 'Where each term stands; in segments, each in order of its terms. Key: doc_no, term_id, place.';
COMMENT ON COLUMN search_postings.term_id IS 'The term in search_terms.';
COMMENT ON COLUMN search_postings.doc_no IS 'The text in search_docs.';
COMMENT ON COLUMN search_postings.place IS 'Where in the text: four times the number of words before it, or so.';
COMMENT ON COLUMN search_postings.times IS 'How often it stands in the text, at its first place; 0 at the others.';
COMMENT ON COLUMN search_postings.terms IS 'As in search_docs, to rank without asking it.';

CREATE TABLE main.warehouse_info (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

COMMENT ON TABLE warehouse_info IS 'Facts about this file. Key: name.';
COMMENT ON COLUMN warehouse_info.name IS 'schema_fingerprint (tables, columns), build_fingerprint (views), or amended_documents (delivered since the file was last written as a whole).';
COMMENT ON COLUMN warehouse_info.value IS 'Its value.';
