"""Reports people read: made once from an atlas as typed pieces, and laid out as HTML and as PDF."""
