"""The web application: API for the widget and other channels, the pages, health and metrics."""
