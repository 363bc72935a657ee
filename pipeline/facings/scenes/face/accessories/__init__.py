"""What people wear on the head: glasses, headwear, masks and ear-rings, made to measure for any head."""
