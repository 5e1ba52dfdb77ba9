"""The JSON API: for the widget and other channels."""
