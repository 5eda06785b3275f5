"""One function per action of the user, called alike by the window and by the command line."""
