"""Where cases are handled: the embedded desk (sql) today, others behind the same interface."""
