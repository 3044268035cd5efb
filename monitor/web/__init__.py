"""The pages and the API: parse, call, show."""
