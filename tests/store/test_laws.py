"""Laws of the store: rollups are the sum of the events, whatever happened to them."""
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.records.claim import Report
from sayso.store.base import EventFilter
from sayso.store.open import open_store
from tasks.store_bench import Told
from tests.store.conftest import SCALE
from tests.store.made import SECOND_READER, read_again, report

told = st.builds(
    Told, actor=st.sampled_from([("Norland", "NRLGOV"), ("Norland", "NRL"), ("Osmia", None)]),
    recipient=st.sampled_from([("Sudmark", "SDM"), ("Norland", "NRL")]), type=st.sampled_from(["ASSAULT", "AID"]),
    cameo=st.sampled_from(["190", "042", "999"]), status=st.sampled_from(["happened", "planned"]),
    factuality=st.sampled_from([3.0, -3.0]), day=st.sampled_from([None, "2024-04-30"]))
change = st.fixed_dictionaries({}, optional={
    "type": st.sampled_from(["AID", "COERCE"]), "status": st.sampled_from(["happened", "requested"]), "cameo": st.none(),
    "factuality": st.sampled_from([2.0, 0.0]), "start": st.sampled_from([None, "2024-03-01"]),
    "actors": st.just([]), "recipients": st.just([{"ref": None, "name": "Kestria", "code": "KES", "country": "KES"}])})


@given(st.lists(st.tuples(told, told, change, st.booleans()), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_rollups_are_the_sum_of_the_events(tmp_path_factory, steps):
    """Of new articles, new versions, second readings and corrections, in any order."""
    with open_store(tmp_path_factory.mktemp("s") / "s.db", scale=SCALE) as store:
        for first, second, changes, again in steps:
            reading = report(first, second)
            added, = store.writer.add_readings([reading])
            if again:
                store.writer.put_readings([Report(id=added.report, article=added.article,
                                                  reading=read_again(reading, second, reader=SECOND_READER))])
            if changes:
                store.writer.correct(f"{added.report}:v1", changes, who="ana", why="So.")
        sums = defaultdict(lambda: [0, 0, 0.0, 0])
        for event in store.view.events(EventFilter()).events:
            if event.status in ("happened", "ongoing") and event.factuality > 0:
                for actor in {key for p in event.actors for key in (p.code, p.country, (p.code or "")[:3]) if key}:
                    for recipient in {key for p in event.recipients for key in (p.code, p.country) if key} - {actor}:
                        held = sums[actor, recipient, event.first_day[:7]]
                        held[0] += 1
                        held[1] += event.quad.endswith("conflict")
                        held[2] = round(held[2] + (event.goldstein or 0), 1)
                        held[3] += event.goldstein is not None
        found = {(m.actor, m.recipient, m.month): [m.count, m.conflict, m.goldstein, m.scaled]
                 for pair in {frozenset(key[:2]) for key in sums} | {frozenset(("NRL", "SDM"))}
                 for m in store.view.actors(*sorted(pair))}
        assert found == sums
