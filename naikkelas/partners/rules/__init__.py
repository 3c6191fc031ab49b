"""Pure rules of partners: amounts, courses, the matrix, letters, money."""
