"""Columns: an atlas as numbered terms in arrays, and the part of SPARQL that is answered from them."""
