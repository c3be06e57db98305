"""What was measured, as Markdown, and its place in the manual."""
import os, platform, statistics, subprocess, time

START, END = "<!-- measured: benches/run -->", "<!-- measured: end -->"
STEPS = {"clean": "A clean build", "unchanged": "The same again, nothing changed", "edit": "A build after one edit"}
COLUMNS = {"mentions": "names in texts", "related": "related articles", "entity pages": "pages of names", "feeds": "feeds", "lists": "lists, 50 a page",
           "besides": "besides"}


def markdown(options, sites, rows, sizes, absent, versions, load):
    """`rows[key][step]` are the runs of a participant; `sizes[key]` files and bytes; `absent[key]` why one has no figures."""
    parts = [heading(options, versions, load), clean(options, sites, rows, sizes, absent)]
    parts += [later(step, sites, rows) for step in ("unchanged", "edit")]
    parts.append(abilities(sites))
    return "\n\n".join(parts) + "\n"


def heading(options, versions, load):
    rounds = "one round" if options.rounds == 1 else f"medians of {options.rounds} interleaved rounds"
    return (f"{options.articles:,} articles, {rounds}, {time.strftime('%-d %B %Y', time.gmtime())}. {machine(options.work)}; load when it began {load:.1f}. "
            f"{', '.join(versions)}. Below 1 in the last column is faster than gloss.")


def machine(work):
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
        with open("/proc/meminfo") as file:
            memory = round(int(file.readline().split()[1]) / 2**20)
        disk = subprocess.run(["df", "--output=fstype", work], capture_output=True, text=True).stdout.split()[-1]
    except (OSError, IndexError):
        return f"{os.cpu_count()} cores, {platform.platform()}"
    return f"{os.cpu_count()} cores ({model}), {memory} GiB, {disk}, {platform.system()} {platform.release().split('-')[0]}"


def clean(options, sites, rows, sizes, absent):
    lines = ["| " + STEPS["clean"] + " | wall s | min–max | cpu s | peak MiB | files | MB | articles/s | ÷ gloss |", "| --- |" + " ---: |" * 8]
    for site in sites:
        if site.key in rows:
            runs = rows[site.key]["clean"]
            files, size = sizes[site.key]
            wall = median(runs, "wall")
            lines.append(f"| {site.label} | {wall:.2f} | {spread(runs)} | {median(runs, 'cpu'):.2f} | {max(run.peak for run in runs):.0f} | {files:,} | "
                         f"{size / 1e6:.1f} | {options.articles / wall:,.0f} | {ratio(runs, rows, 'clean')} |")
        if site.key in absent:
            lines.append(f"| {site.label} | {absent[site.key]} |" + " |" * 7)
    if "floor" in rows:
        runs = rows["floor"]["clean"]
        lines.append(f"| floor: `cp -r` of gloss's output | {median(runs, 'wall'):.2f} | {spread(runs)} | {median(runs, 'cpu'):.2f} |  |  |  | "
                     f"{options.articles / median(runs, 'wall'):,.0f} | {ratio(runs, rows, 'clean')} |")
    return "\n".join(lines)


def later(step, sites, rows):
    lines = [f"| {STEPS[step]} | wall s | min–max | cpu s | peak MiB | ÷ gloss |", "| --- |" + " ---: |" * 5]
    for site in sites:
        runs = rows.get(site.key, {}).get(step)
        if runs:
            lines.append(f"| {site.label} | {median(runs, 'wall'):.2f} | {spread(runs)} | {median(runs, 'cpu'):.2f} | {max(run.peak for run in runs):.0f} | "
                         f"{ratio(runs, rows, step)} |")
    return "\n".join(lines)


def abilities(sites):
    lines = ["| What each does | " + " | ".join(COLUMNS.values()) + " |", "| --- |" + " --- |" * len(COLUMNS)]
    lines += [f"| {site.label} | " + " | ".join(site.does[column] for column in COLUMNS) + " |" for site in sites]
    return "\n".join(lines)


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def spread(runs):
    return f"{min(run.wall for run in runs):.2f}–{max(run.wall for run in runs):.2f}"


def ratio(runs, rows, step):
    """The median of the ratios round by round, which stays where the machine's speed drifts."""
    own = rows.get("gloss", {}).get(step, [])
    pairs = [run.wall / other.wall for run, other in zip(runs, own)]
    return f"{statistics.median(pairs):.2f}" if pairs else ""


def place(manual, text):
    """Puts the tables between the two marks of the manual."""
    with open(manual, encoding="utf-8") as file:
        before, _, rest = file.read().partition(START)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{manual} lacks `{START}` or, behind it, `{END}`")
    if text is not None:
        with open(manual, "w", encoding="utf-8") as file:
            file.write(f"{before}{START}\n\n{text}\n{END}{after}")
