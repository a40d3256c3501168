"""What people do, in a real browser, on a small demonstration."""
