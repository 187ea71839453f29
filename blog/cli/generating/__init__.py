"""A newsroom of any size to measure with, out of the words of the demonstration. The same for the same numbers."""
