// Stands in for the built page; these tests look at how it is served, not at what it does.
