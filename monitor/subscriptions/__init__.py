"""Subscriptions: standing queries, what they match, and when their readers are told."""
