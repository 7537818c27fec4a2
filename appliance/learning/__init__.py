"""What feedback teaches: suggestions that the merchant accepts or refuses."""
