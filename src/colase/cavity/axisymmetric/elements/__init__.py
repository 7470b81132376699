"""Maxwell's equations in a body of revolution: its mesh, its equations, fields and every integral of them."""
