"""What is kept: articles, readings, comparisons and what analysts say of them, in one SQLite file or in PostgreSQL."""
