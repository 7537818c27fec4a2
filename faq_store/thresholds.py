"""What a calibrated FAQ score must reach for which use. The score is the probability that the entry answers the question.

An answer that is wrong costs the shop two to three times what a hand-off costs that was not needed: so at ACCEPT three of ten
accepted answers at the border may be wrong, and the mean one is far above the border.
"""

# The entry is the answer.
ACCEPT = 0.70
# Not even a product's row comes before the entry; and what a guarded topic or a question about an own order needs.
CERTAIN = 0.90
# Two entries above this, and none above ACCEPT, are offered to choose from.
CLARIFY = 0.35
# The entry may serve the model as evidence.
EVIDENCE = 0.15
