"""Sample data and the main job end to end on it: three districts, the Sở, packages both ways, reports."""
