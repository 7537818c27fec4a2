"""A training's report as the engine tells it, with more lines than are shown at once."""

from appliance.api.intents import IntentConfusion, IntentReport, SuspectExample

PAIRS = (
    ("refund", "return_request"),
    ("return_request", "refund"),
    ("price", "promotion"),
    ("stock", "size_fit"),
    ("tracking", "ship_time"),
    ("ship_time", "tracking"),
    ("greeting", "thanks"),
    ("complaint", "human_agent"),
)
REPORT = IntentReport(
    examples=1612,
    intents=34,
    accuracy=0.8624,
    macro_f1=0.8417,
    confusions=[
        IntentConfusion(intent=intent, taken_for=other, count=9 - place, example=f"0{place}")
        for place, (intent, other) in enumerate(PAIRS)
    ],
    suspects=[SuspectExample(text="10", intent="price", rather="stock", confidence=0.96)],
    seconds=12.34,
)
