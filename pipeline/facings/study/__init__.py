"""Experiments with datasets: designed sets, how far a set is from photographs, and what makes a model fail."""
