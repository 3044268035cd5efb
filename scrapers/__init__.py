"""Notices from the sources that publish them: values in, values out, no database."""
