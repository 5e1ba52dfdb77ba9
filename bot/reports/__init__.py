"""Reports in the making: which field is next, what a value means, what is known already, what is checked."""
