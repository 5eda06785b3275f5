"""The command line: one module a group of commands, each calling the same services as the window."""
