"""Delivery: what an atlas adds up to as one folder for others."""
