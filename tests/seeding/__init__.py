"""Loading, reloading, taking back."""
