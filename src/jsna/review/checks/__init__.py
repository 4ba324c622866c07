"""One module for each kind of fault: passages (and facts) in, findings out. Each has a `CHECK`."""
