"""What the shop knows in rows: products and orders."""
