"""What the program knows: record types, verdicts, periods, operations, text. Pure functions and frozen dataclasses."""
