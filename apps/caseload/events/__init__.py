"""Events: rows of the contract that come between two extracts, checked and laid over the live one."""
