"""The application: joins collecting, reading and telling, and owns time, settings and the database."""
