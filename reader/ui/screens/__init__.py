"""The screens, one a file. The main one alone reads the store for the list and the story."""
