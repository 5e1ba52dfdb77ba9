"""The workbench: a queue of work items, one item, and what is done with it; for case workers, later also 1st line."""
