"""Packages and keys: the file format, minisign and age, and the verdict on what arrives."""
