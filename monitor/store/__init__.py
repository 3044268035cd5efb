"""Keeping: the engine, and one repository an aggregate. The caller owns the transaction."""
