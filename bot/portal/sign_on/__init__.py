"""Who is asking: the host portal's signed token, the pages' sign-on, and the pages' session."""
