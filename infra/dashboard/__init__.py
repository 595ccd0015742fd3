"""The dashboard: pages over a published warehouse, served read-only over HTTP.

    server.py      starts it             app.py         routes, headers, errors to pages
    warehouse.py   asks the warehouse    sql/           one question a file
    views/         one module a group of pages: what to ask, and what to make of the answers
    charts.py      rows to SVG           templates/ static/   HTML, one stylesheet, the page's keys
    papers.py      finds the released PDF of a document    drawing.py   draws its pages in a process
                                                                        of their own

Knows `load` (to ask) and `extract` (to draw), and nothing of how a cable is read.
"""
