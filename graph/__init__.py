"""The graph: store, rules, gate, questions, network. It knows RDF; it knows no source files and no web."""
