"""The record types, each declared once; everything that shows, stores or sends a record is made from these."""
