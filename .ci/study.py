"""The studies on which exported files are checked: the sample study, and one of names and words that files trip over."""

import csv
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("CASEBOOK", os.path.join(ROOT, "target", "debug", "casebook"))

#: Names of cases that are no formulas, no tags and no commands, in several scripts.
NAMES = ["=1+1", "+2", "-3", "@sum(A1)", "<script>window.pwned=1</script>", "a & b \"c\" 'd'", "مرحبا بكم", "שלום עולם",
         "漢字かな交じり文", "Ääkköset äöå", "50% of $x_1 {y}\\z^2~#", "🙂 smile", "a name that goes on " * 6]

WIDE = 230


def run(folder, *arguments):
    """Runs the program in a folder and gives its standard output."""
    env = dict(os.environ, CASEBOOK_CODER="lena", CASEBOOK_NOW="1420070400000", HOME=folder, TZ="UTC")
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"casebook {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def sample(folder):
    """Builds the sample study and gives the names of its matrices."""
    run(folder, "sample", ".", "--no-ui")
    with open(os.path.join(folder, "counts.toml"), "w", encoding="utf-8") as spec:
        spec.write('title = "Codes by company"\nrows = "cases"\ncolumns = "codes"\ncell = "count"\ntotals = "both"\n'
                   '[[group]]\nname = "Engaged"\nwhen = "has(\'strategy/customer engagement\')"\nshade = 3\n'
                   '[[group]]\nname = "Other"\nwhen = "not has(\'strategy/customer engagement\')"\nshade = 1\n')
    # Headings over headings, and more columns than a page of Word is wide.
    with open(os.path.join(folder, "bands.toml"), "w", encoding="utf-8") as spec:
        spec.write('title = "Backbones in detail"\nrows = "cases"\nlabel = "Company"\n')
        for title, code in [("Operational", "backbone/operational"), ("Digital", "backbone/digital services")]:
            spec.write(f'[[column]]\ntitle = "{title}"\ncode = "{code}"\nexpand = true\ncell = "count"\n')
        spec.write('[[column]]\ntitle = "IT"\ncode = "IT unit"\ncell = "quotes"\n')
    return ["case-table", "constructs", "strategies-and-backbones", "counts.toml", "bands.toml"]


def hostile(folder):
    """Builds the study of odd names, with hundreds of columns, and gives the names of its matrices."""
    run(folder, "new", "odd", "--title", "</title><script>window.pwned=1</script>")
    for n, name in enumerate(NAMES):
        path = os.path.join(folder, f"talk{n}.txt")
        with open(path, "w", encoding="utf-8") as talk:
            talk.write(f"I: What of it?\n\nR: {name}</script><img src=x onerror=window.pwned=1> we said.\n\nR: =cmd|' /C calc'!A0\n")
        run(folder, "import", path, f"--case={name.strip()}")
    for n, name in enumerate(NAMES):
        run(folder, "code", f"talk{n}", "2", "first", f"odd/{name.strip().replace('/', ' ')}", "--create")
    run(folder, "code", "talk0", "3", "first", "--telling")
    with open(os.path.join(folder, "codes.csv"), "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["path", "definition"])
        rows.writerows([[f"many/code {n}", f"=meaning of {n}"] for n in range(WIDE)])
    run(folder, "codes", "import", "codes.csv")
    specs = {"odd": 'columns = "codes under odd"\ncell = "count"\ntotals = "both"', "wide": 'columns = "codes under many"\ncell = "count"',
             "said": '[[column]]\ntitle = "=Said"\ncode = "first"\ncell = "quotes"'}
    for name, rest in specs.items():
        with open(os.path.join(folder, f"{name}.toml"), "w", encoding="utf-8") as spec:
            spec.write(f'title = "The {name} ones"\nrows = "cases"\nlabel = "Case"\n{rest}\n')
    return [f"{name}.toml" for name in specs]
