"""What people think of the help they got: was it solved, and were they satisfied. Answers carry no person."""
