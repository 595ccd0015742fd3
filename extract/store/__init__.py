"""The content-addressed store: pages as they were extracted, and what is known of each document.

    root/pages/<sha[:2]>/<sha>/<key>/<page_no>.json.gz    one page, never changed once written
    root/documents/<sha[:2]>/<sha>.json.gz                one document: its file, or its failure
    root/marks/<name>.json.gz                             a run on a cluster: is this its store?

`key` (`keys.page_key`) names engine, version and settings, so that pages made in another way stand
beside each other and nothing is read twice.
"""
