"""The screen. Reads the store, keeps the user's marks, and runs the engine as a process; computes nothing itself.

::

    app        builds everything; themes, language, what every screen shares
    keys       the one table of keys: bindings, hint bar, help, palette and README come from it
    library    the store's readers and writers on threads of their own
    engine     the engine's process and the events it prints
    render/    model -> lines of styled runs; pure
    widgets/   lines -> cells
    screens/   one file a screen; actions/ what a key does, by noun
"""
