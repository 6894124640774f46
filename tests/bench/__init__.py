"""`make bench`: what reading documents costs, as ratios of one run on one machine."""
