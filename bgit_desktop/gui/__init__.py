"""The window: pages, forms, dialogs and table models over the services. The one layer that knows Qt."""
