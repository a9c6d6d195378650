"""`make bench`: the promises about speed, measured as ratios within one run."""
