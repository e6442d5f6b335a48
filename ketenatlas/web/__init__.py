"""The atlas in the browser: pages rendered on the server, and the SPARQL address."""
