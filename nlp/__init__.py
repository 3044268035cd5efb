"""Texts of notices to the commitments in them: values in, values out, no database."""
