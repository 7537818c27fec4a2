"""Finding FAQ entries at any size, measured: our dense index beside others', and the whole search as a shop grows."""
