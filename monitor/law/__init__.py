"""The law as dated data: which rule applied to whom, when, and where it is written."""
