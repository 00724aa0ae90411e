"""From the model to lines of styled runs. Pure: no widget, no store, no clock."""
