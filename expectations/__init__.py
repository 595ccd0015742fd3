"""Is the warehouse fit to publish, and how right is what it says?

Three judges, none of which knows DuckDB: they are handed pandas frames or a way to ask a question.

- `suites`: Great Expectations on each batch before it is loaded. Rows that fail an `error` send
  their cable or document to quarantine.
- `gate`: plain SQL (`sql/*.sql`) and expected ranges (`bounds.yml`) over the finished warehouse. A
  `fatal` one that fails stops the run, and the warehouse published before stays.
- `score`: the warehouse against truth keyed by people.
"""
