SELECT supplier, customer FROM relations
