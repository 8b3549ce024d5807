"""What has to be done, and its way."""
