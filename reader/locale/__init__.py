"""Languages of the interface: one PO catalogue each beside this file. English is the language of the message ids."""
