"""What is measured of the assistant's use, and how it is computed; never about a person."""
