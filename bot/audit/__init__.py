"""The audit: who did what, for whom and on which ground; only ever added to, and changes to it show."""
