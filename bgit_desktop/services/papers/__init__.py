"""The papers beside the composed reports: registers, forms, letters and minutes, each declared in a module of its own."""
