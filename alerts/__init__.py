"""Messages to the people who asked for them: values in, values out, no database."""
