"""Tracing: the notices of one procurement put together, and each commitment followed through them."""
