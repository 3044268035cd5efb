"""The demonstration: a small corpus of invented notices to run every step on."""
