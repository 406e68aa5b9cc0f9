"""Records in the forms of other people's tools: one file a format, each a function `write(batch, stream)`.

A format may say less than a record, never another thing: `told(batch)` leaves out the rows that would be wrong
in its terms, such as a planned attack in a table of attacks.
"""
