"""The verdicts: pure rules that judge records against the regulation and explain themselves."""
