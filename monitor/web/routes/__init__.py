"""One module a family of pages; its template and its test share its name."""
