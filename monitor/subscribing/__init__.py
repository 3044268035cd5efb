"""Subscribing: people ask, confirm, change, stop; each at their own wish, by signed links and without a password."""
