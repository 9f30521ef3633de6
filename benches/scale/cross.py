"""The tables of `cargo bench --bench scale -- cross` made with pandas (and scipy, for the tests) from a DataFrame at hand.

Prints lines `name TAB milliseconds`. Columns of names are what a CSV gives; categories are what a careful analyst makes of them first; integers are the least
that pandas can be given. What the lines mean is told where they are printed, in cross.rs.
"""

import sys
import time

import pandas as pd

d = pd.read_csv(sys.argv[1])
c = d.astype({"case": "category", "code": "category", "size": "category", "kind": "category"})
numbers = {name: c[name].cat.codes.astype("int32") for name in ("case", "code", "size", "kind")}
i = pd.DataFrame(numbers)


def timed(name, act, times=5):
    act()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    print(f"{name}\t{sorted(taken)[len(taken) // 2] * 1000:.3f}", flush=True)


def pairs(frame, rows, columns):
    return frame.groupby([rows, columns], sort=False).size().unstack(fill_value=0)


def together():
    """Overlapping pairs of codings, 500 documents at a time: all at once does not fit into memory."""
    s = pd.DataFrame({"document": d["document"].astype("int32"), "code": numbers["code"]})
    s["start"], s["end"] = d["start"].astype("int32"), d["end"].astype("int32")
    total = None
    for low in range(0, 10000, 500):
        part = s[(s["document"] >= low) & (s["document"] < low + 500)]
        m = part.merge(part, on="document")
        m = m[(m["start_x"] < m["end_y"]) & (m["start_y"] < m["end_x"])]
        t = m.groupby(["code_x", "code_y"]).size()
        total = t if total is None else total.add(t, fill_value=0)
    return total.unstack(fill_value=0)


def by_case(frame, value):
    once = frame.drop_duplicates(["case", "code"])
    return pd.crosstab(once["code"], once[value])


def tested(frame, value, fisher=False):
    """Cases with each code by value; chi-squared (Fisher's test besides) of every code against the cases without it; Holm and Benjamini-Hochberg."""
    import numpy as np
    from scipy.stats import chi2_contingency, fisher_exact

    table = by_case(frame, value)
    of = frame.drop_duplicates("case")[value].value_counts().reindex(table.columns).to_numpy()
    p = []
    for row in table.to_numpy():
        both = np.array([row, of - row])
        p.append(chi2_contingency(both, correction=False)[1] if both.sum(axis=1).all() else np.nan)
        if fisher:
            fisher_exact(both)
    p = np.array(p)
    known = np.sort(p[~np.isnan(p)])
    n = len(known)
    np.minimum(1, np.maximum.accumulate((n - np.arange(n)) * known))
    np.minimum.accumulate((known * n / (np.arange(n) + 1))[::-1])[::-1]


timed("case × code|crosstab of names", lambda: pd.crosstab(d["case"], d["code"]), 3)
timed("case × code|crosstab of categories", lambda: pd.crosstab(c["case"], c["code"]))
timed("case × code|groupby of integers", lambda: pairs(i, "case", "code"))
timed("code × value|crosstab of names", lambda: pd.crosstab(d["code"], d["size"]))
timed("code × value|crosstab of categories", lambda: pd.crosstab(c["code"], c["size"]))
timed("code × value|groupby of integers", lambda: pairs(i, "code", "size"))
timed("cases|drop_duplicates and crosstab of names, no tests", lambda: by_case(d, "size"), 3)
timed("cases|drop_duplicates and crosstab of categories, no tests", lambda: by_case(c, "size"))
try:
    import scipy  # noqa: F401

    timed("tests|the same of names, with χ², Holm and BH (scipy)", lambda: tested(d, "size"), 3)
    timed("tests|the same of categories, with χ², Holm and BH (scipy)", lambda: tested(c, "size"), 3)
    timed("fisher|the same of names over two values, Fisher besides", lambda: tested(d, "kind", True), 3)
    timed("fisher|the same of categories over two values, Fisher besides", lambda: tested(c, "kind", True), 3)
except ImportError:
    print("without scipy: no tests", file=sys.stderr)
start = time.perf_counter()
together()
print(f"co-occurrence|merge and groupby\t{(time.perf_counter() - start) * 1000:.3f}")
