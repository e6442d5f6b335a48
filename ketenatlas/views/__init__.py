"""Views: a table or a network in, a picture out. One view a file."""
