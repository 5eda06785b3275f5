"""The store: SQLite with its migrations, operation journal, search index, backup and check."""
