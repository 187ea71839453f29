"""The demonstration newsroom: all of it is fiction."""
