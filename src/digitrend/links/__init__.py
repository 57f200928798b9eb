"""What each id stands for: where it stands in the site, and the text to show."""
