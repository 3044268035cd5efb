"""Telling: events become alerts, alerts become messages, messages are composed and sent."""
