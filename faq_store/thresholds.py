"""What a calibrated FAQ score must reach for which use. The score is the probability that the entry answers the question.

An answer that is wrong costs the shop more than a hand-off that was not needed: at ACCEPT, one of three accepted answers at the
border may be wrong, and the mean one is far above the border.
"""

# The entry is the answer.
ACCEPT = 0.60
# The customer used the entry's own words: not even a product's row comes before it.
CERTAIN = 0.90
# Two entries above this, and none above ACCEPT, are offered to choose from.
CLARIFY = 0.35
# The entry may serve the model as evidence.
EVIDENCE = 0.15
