"""What the tables are: records, columns, keys, the SQL they give, and the rows of a document."""
