"""Values in Danish text: dates, periods, amounts, numbers, yes/no, options, names, case numbers."""
